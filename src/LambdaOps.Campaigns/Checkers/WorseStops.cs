using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>When it has been worse since the newest action, nothing more is taken (DESIGN 8.4).</summary>
internal sealed class WorseStops(CampaignRun run) : Checker(run)
{
    public override string Rule => "worse stops the remedy";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Sent { By: var by, Change: { Direction: Direction.Takes } action }
            && Run.Store[by.Target].Record.Open is { Intent.At: var at } open
            && Aftermath.Worse(open, at) is { } worse
        )
        {
            Break($"{by} sends '{action.Description}', and {worse}");
        }
    }
}

using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>When it has been worse since the newest change, nothing more is taken (DESIGN 8.4).</summary>
internal sealed class WorseStops(CampaignRun run) : Checker(run)
{
    public override string Rule => "worse stops the remedy";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Sent
                {
                    By: var by,
                    Change: { Direction: Direction.Takes } and not Change.RollBackDeployment and var change
                }
            && Run.Store[by.Target].Record.Open is { Intent.At: var at } open
            && Aftermath.Worse(open, at) is { } worse
        )
        {
            Break($"{by} sends '{change.Description}', and {worse}");
        }
    }
}

using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The stored record holds the intent in the moment in which the change takes effect (DESIGN 1).
/// </summary>
internal sealed class IntentBeforeAct(CampaignRun run) : Checker(run)
{
    public override string Rule => "intent before act";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Changing { By: var by, Change: { Rereads.IsEmpty: false } change }
            && Run.Store[by.Target].Record.Open?.Intent?.Change is var intended
            && intended != change
        )
        {
            var recorded = intended?.Description ?? "nothing";
            Break($"'{change.Description}' of {by} takes effect, and the record intends '{recorded}'");
        }
    }
}

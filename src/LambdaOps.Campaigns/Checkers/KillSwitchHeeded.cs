using LambdaOps.Core.Estates;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No change by an invocation that read the journal while the switch stood below ask (DESIGN 8.3).
/// </summary>
internal sealed class KillSwitchHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "kill switch";

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Sent { By: { SwitchAtRead: < Mode.Ask } by, Change: var change })
        {
            Break($"{by} sends '{change.Description}' though the switch stood at {by.SwitchAtRead}");
        }
    }
}

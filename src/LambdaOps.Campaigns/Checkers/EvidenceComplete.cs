namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No change in a round any of whose looks failed (DESIGN 8.2).
/// </summary>
internal sealed class EvidenceComplete(CampaignRun run) : Checker(run)
{
    public override string Rule => "no action on missing evidence";

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Sent { By: { Missed: > 0 } by, Change: var change })
        {
            Break($"{by} sends '{change.Description}' though {by.Missed} looks failed");
        }
    }
}

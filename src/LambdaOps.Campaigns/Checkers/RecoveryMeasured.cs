using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The time to recover is measured in every incident whose procedure counts to a recovery level: its clock begins once,
/// its level only gets worse, and what recovered has one.
/// </summary>
internal sealed class RecoveryMeasured(CampaignRun run) : Checker(run)
{
    public override string Rule => "recovery measured";

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Saved { Taken: true, Incident: { } after } saved)
        {
            return;
        }

        if (saved.Before.Open is { Recovery: { } before } open && open.Id == after.Id)
        {
            if (after.Recovery is null || after.Recovery.Since != before.Since || after.Recovery.Level < before.Level)
            {
                Break($"{after.Id} began at {before.Since:HH:mm:ss} with {before.Level}, and now has {after.Recovery}");
            }
        }

        if (
            saved.Ended is { Status: IncidentStatus.Resolved } ended
            && AllProcedures.Find(ended.Remedy)?.RecoveryLevelOf(ended) is { } level
            && !(ended.Recovery?.Level >= level && ended.Recovery.Took(ended) >= TimeSpan.Zero)
        )
        {
            Break($"{ended.Id} recovered, and its time to recover is not known");
        }
    }
}

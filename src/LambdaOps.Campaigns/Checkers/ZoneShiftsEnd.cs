using LambdaOps.Core.Incidents;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>A shift ends: no incident is over while its own is in effect, and none is there without an end.</summary>
internal sealed class ZoneShiftsEnd(CampaignRun run) : Checker(run)
{
    public override string Rule => "a zonal shift ends";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Saved { Taken: true, Ended: { Status: IncidentStatus.Resolved } ended }
            && Run.FindService(ended.Target)?.Zones?.Shift is { ByLoop: true } shift
            && shift.Comment.EndsWith(ended.Id.Value, StringComparison.Ordinal)
            && Run.Clock.Ticks - shift.Since > CampaignRun.StaleAtMost.Ticks
        )
        {
            Break($"{ended.Id} is over, and its traffic is still away from {shift.Zone} until {shift.ExpiresAt:HH:mm}");
        }
    }
}

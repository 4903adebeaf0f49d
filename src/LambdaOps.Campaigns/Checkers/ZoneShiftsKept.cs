using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Traffic is never shifted away from the last healthy zone, and a shift of someone else, or of AWS, is left alone.
/// </summary>
internal sealed class ZoneShiftsKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "zones are shifted with care";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
            is not CampaignEvent.Changing
            {
                By: var by,
                Change: Change.OfZone change,
                Service: { Zones: { } zones } service,
            }
        )
        {
            return;
        }

        switch (change)
        {
            case Change.StartZonalShift start:
                Judge(by, start, zones, service);
                break;
            case { ShiftId: { } id } when zones.Shift is { ByLoop: false } other && other.Id == id:
                Break($"{by}: '{change.Description}', and it is someone else's");
                break;
        }
    }

    private void Judge(
        CampaignInvocation by,
        Change.StartZonalShift start,
        CampaignZones zones,
        CampaignService service
    )
    {
        if (zones.OthersEmptySince is { } empty && start.Zone == zones.Bad && IsLong(empty, by))
        {
            Break($"{by}: '{start.Description}', and no other zone has a healthy target");
        }

        if (service.EmptySince is { } gone && IsLong(gone, by))
        {
            Break($"{by}: '{start.Description}', and no zone has a healthy target");
        }

        if (zones.AutoshiftSince is { } aws && IsLong(aws, by))
        {
            Break($"{by}: '{start.Description}', and AWS shifts the traffic itself");
        }

        if (zones.Shift is { ByLoop: false, Since: var since } && IsLong(since, by))
        {
            Break($"{by}: '{start.Description}', and someone else has shifted it");
        }
    }

    /// <summary>A look may have been that old when the change was sent.</summary>
    private bool IsLong(long since, CampaignInvocation by) =>
        (by.SentAt ?? Run.Clock.Ticks) - since > CampaignRun.StaleAtMost.Ticks;
}

using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Traffic that is shifted where it must not be, or not shifted back.</summary>
internal static class ZoneDefects
{
    private const string Care = "zones are shifted with care";

    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.Both(
            Defect.Without<LastZoneGuard>(),
            Defect.OnRemedy<ZoneShiftProcedure>(
                "traffic shifted away from the last healthy zone",
                (incident, target, decision) =>
                    decision is Decision.Escalate ask
                    && ask.Because.Contains("is the last zone", StringComparison.Ordinal)
                        ? Shift(
                            incident,
                            target,
                            ask.Because[ask.Because.IndexOf('(', StringComparison.Ordinal)..][1..3],
                            ask
                        )
                        : decision,
                Care
            )
        ),
        Defect.Both(
            Defect.Without<OthersShiftGuard>(),
            Defect.OnRemedy<ZoneShiftProcedure>(
                "traffic shifted beside AWS's own shift",
                (incident, target, decision) =>
                    decision is Decision.Wait wait && wait.Then == ZoneShiftPhase.LeftAlone
                        ? Shift(incident, target, "z1", wait)
                        : decision,
                Care
            )
        ),
        Defect.OnRemedy<ZoneShiftProcedure>(
            "an incident that is over with its traffic still away",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.CancelZonalShift } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "a zonal shift ends"
        ),
    ];

    private static Decision.Act Shift(Incident incident, Resource target, string zone, Decision instead) =>
        new(
            new Change.StartZonalShift(target.Id, zone, zone, 20, ZoneShiftSight.CommentOf(incident)),
            ZoneShiftPhase.Shifting,
            TimeSpan.FromSeconds(10),
            instead.Because
        );
}

using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before traffic is shifted away from a zone, or back to it.</summary>
internal static class ZoneGuards
{
    public static ImmutableArray<Guard> OfShifts { get; } =
    [ServiceGuards.Live, new LastZoneGuard(), new OthersShiftGuard()];
}

/// <summary>
/// Denies a shift away from a zone without which nothing serves: the last one with healthy targets, or the only one in
/// which another service behind the load balancer has any. (Where no zone has any, a shift has no effect: the load
/// balancer sends requests to all targets.)
/// </summary>
public sealed class LastZoneGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, question.Seen.Zones) switch
        {
            (not Change.StartZonalShift, _) => null,
            (Change.StartZonalShift shift, Fact<ZoneReadings>.Known { Value: var zones }) => (
                zones.Besides(shift.Zone).Any(Serves),
                zones.Find(shift.Zone)
            ) switch
            {
                (_, null) => Deny($"the load balancer has no zone {shift.Zone}", DenialThen.AskPerson),
                (false, _) => Deny($"{shift.Zone} is the last healthy zone: {zones}", DenialThen.AskPerson),
                (_, { OnlyHere: { IsEmpty: false } groups }) => Deny(
                    $"{string.Join(", ", groups)} would have no healthy target in the other zones",
                    DenialThen.AskPerson
                ),
                _ => null,
            },
            _ => Deny("the zones are not known", DenialThen.KeepWatching),
        };

    private static bool Serves(ZoneReading zone) =>
        zone is { Healthy: > 0, IsAvailable: true } && zone.Healthy > zone.Unhealthy;
}

/// <summary>
/// Denies to touch a shift of someone else, or of AWS: neither by a shift beside it, nor by another expiry or its end. A
/// practice run gives way to a shift.
/// </summary>
public sealed class OthersShiftGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, question.Seen.ZoneTraffic) switch
        {
            (not Change.OfZone, _) => null,
            (Change.StartZonalShift, Fact<ZoneTraffic>.Known { Value: var traffic }) => traffic switch
            {
                { IsEnabled: false } => Deny(
                    "zonal shift is not enabled for the load balancer (zonal_shift.config.enabled)",
                    DenialThen.AskPerson
                ),
                { Autoshift: { } aws } => Deny($"{aws} is in effect; leaving it alone", DenialThen.KeepWatching),
                { Manual: { } manual } => Deny($"{manual} is in effect; leaving it alone", DenialThen.KeepWatching),
                _ => null,
            },
            (Change.OfZone { ShiftId: { } id } change, Fact<ZoneTraffic>.Known { Value: var traffic }) =>
                traffic.Applied.Any(shift => shift.Id == id && shift.Comment == change.Comment)
                    ? null
                    : Deny($"AWS shows no shift {id} of this incident: {traffic}", DenialThen.KeepWatching),
            _ => Deny("the shifts are not known", DenialThen.KeepWatching),
        };
}

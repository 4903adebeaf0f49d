using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

// What may be changed about where a load balancer's traffic goes.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfZones => [StartZonalShift, ExtendZonalShift, CancelZonalShift];

    public static ChangeKind StartZonalShift { get; } =
        new("startZonalShift")
        {
            Resource = "Zones",
            Permissions = ["arc-zonal-shift:StartZonalShift"],
            Guards = ZoneGuards.OfShifts,
        };

    public static ChangeKind ExtendZonalShift { get; } =
        new("extendZonalShift")
        {
            Resource = "Zones",
            Permissions = ["arc-zonal-shift:UpdateZonalShift"],
            Guards = ZoneGuards.OfShifts,
        };

    public static ChangeKind CancelZonalShift { get; } =
        new("cancelZonalShift")
        {
            Resource = "Zones",
            Permissions = ["arc-zonal-shift:CancelZonalShift"],
            Guards = ZoneGuards.OfShifts,
        };
}

[JsonDerivedType(typeof(StartZonalShift), "startZonalShift")]
[JsonDerivedType(typeof(ExtendZonalShift), "extendZonalShift")]
[JsonDerivedType(typeof(CancelZonalShift), "cancelZonalShift")]
public abstract partial record Change
{
    /// <summary>A change of where a load balancer's traffic goes.</summary>
    public abstract record OfZone : Change
    {
        private protected OfZone(TargetId target, string zone, string comment) =>
            (Target, Zone, Comment) = (target, zone, comment);

        public TargetId Target { get; init; }

        /// <summary>The zone's id, not its name.</summary>
        public string Zone { get; init; }

        /// <summary>By which AWS shows whose the shift is: it names the incident.</summary>
        public string Comment { get; init; }

        /// <summary>The shift that it is about; null for a new one.</summary>
        [JsonIgnore]
        public virtual string? ShiftId => null;

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ZoneLooks.Readings, ZoneLooks.Traffic];

        private protected Fact<ZoneShifting?> Shown(Evidence seen) =>
            seen.ZoneTraffic.Map(traffic => traffic.Applied.FirstOrDefault(shift => shift.Comment == Comment));
    }

    /// <summary>Runbook, 災害復旧 level 2: 手動AZ切り替え, StartZonalShift.</summary>
    /// <param name="ZoneName">The zone's name in this account, for people.</param>
    /// <param name="Minutes">After which AWS ends it by itself.</param>
    public sealed record StartZonalShift(TargetId Target, string Zone, string ZoneName, int Minutes, string Comment)
        : OfZone(Target, Zone, Comment)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.StartZonalShift;

        [JsonIgnore]
        public override string Description =>
            Text($"shift the traffic of {Target} away from {ZoneName} ({Zone}) for {Minutes} min");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("zone", $"{ZoneName} ({Zone})"), ("minutes", Text($"{Minutes}"))];

        [JsonIgnore]
        public override bool NeedsApproval => true;

        public override Holding? Held() => new ZoneHolding(Zone, Comment);

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            Shown(seen).Map(shift => shift?.AwayFrom == Zone);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            live.Zones is Fact<ZoneReadings>.Known { Value: var zones }
            && zones.Find(Zone) is { Healthy: > 0, Unhealthy: 0, IsAvailable: true, ErrorPercent: < WellPercent } well
                ? $"the zone is well again: {well}"
                : null;

        private const double WellPercent = 0.5;
    }

    /// <summary>UpdateZonalShift: its expiry, counted from now.</summary>
    /// <param name="From">When it would expire.</param>
    public sealed record ExtendZonalShift(
        TargetId Target,
        string Zone,
        string Id,
        int Minutes,
        DateTimeOffset From,
        string Comment
    ) : OfZone(Target, Zone, Comment)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ExtendZonalShift;

        [JsonIgnore]
        public override string Description =>
            Text($"extend the zonal shift of {Target} away from {Zone} to {Minutes} min from now");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("zone", Zone), ("minutes", Text($"{Minutes}"))];

        [JsonIgnore]
        public override string? ShiftId => Id;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Holding? Held() => new ZoneHolding(Zone, Comment);

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            Shown(seen).Map(shift => shift?.ExpiresAt > From);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Shown(live) is Fact<ZoneShifting?>.Known { Value: var shift }
                ? shift is null
                    ? "the shift has ended"
                    : shift.ExpiresAt != From
                        ? "someone else changed when the shift expires; leaving it alone"
                        : null
                : null;
    }

    /// <summary>CancelZonalShift: the traffic goes to all zones again.</summary>
    public sealed record CancelZonalShift(TargetId Target, string Zone, string Id, string Comment)
        : OfZone(Target, Zone, Comment)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.CancelZonalShift;

        [JsonIgnore]
        public override string Description => $"cancel the zonal shift of {Target} away from {Zone}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("zone", Zone)];

        [JsonIgnore]
        public override string? ShiftId => Id;

        [JsonIgnore]
        public override Direction Direction => Direction.Restores;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Holding? Held() => new ZoneHolding(null, Comment);

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            Shown(seen).Map(shift => shift is null);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Shown(live) is Fact<ZoneShifting?>.Known { Value: null } ? "the shift has ended" : null;
    }
}

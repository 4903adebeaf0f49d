using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What is changed to bring the system up in another region.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfRegions => [SetRegionCount, TurnTraffic, TurnTrafficBack];

    public static ChangeKind SetRegionCount { get; } =
        new("setRegionCount")
        {
            Resource = "Regions",
            Permissions = ["ecs:UpdateService"],
            Guards = RegionGuards.OfCounts,
        };

    public static ChangeKind TurnTraffic { get; } =
        new("turnTraffic")
        {
            Resource = "Regions",
            Permissions = ["s3:PutObject"],
            Guards = RegionGuards.OfTraffic,
        };

    public static ChangeKind TurnTrafficBack { get; } =
        new("turnTrafficBack")
        {
            Resource = "Regions",
            Permissions = ["s3:DeleteObject"],
            Guards = RegionGuards.OfTraffic,
        };
}

[JsonDerivedType(typeof(SetRegionCount), "setRegionCount")]
[JsonDerivedType(typeof(TurnTraffic), "turnTraffic")]
[JsonDerivedType(typeof(TurnTrafficBack), "turnTrafficBack")]
public abstract partial record Change
{
    /// <summary>UpdateService in one of two regions: the desired count of a service there.</summary>
    /// <param name="Region">Where the call goes.</param>
    /// <param name="Service">Cluster and service: "prod/api".</param>
    /// <param name="IsStandby">Whether it is one that stands by.</param>
    public sealed record SetRegionCount(
        TargetId Target,
        string Region,
        string Service,
        bool IsStandby,
        int From,
        int To
    ) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetRegionCount;

        [JsonIgnore]
        public override string Description =>
            Text($"set the task count of {Service} in {Region} from {From} to {To} ({Target})");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [
                ("target", Target.Value),
                ("service", Service),
                ("region", Region),
                ("from", Text($"{From}")),
                ("to", Text($"{To}")),
            ];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [RegionLooks.Primary, RegionLooks.Standby, RegionLooks.Traffic];

        /// <summary>It names the whole count.</summary>
        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            DesiredIn(seen) is { } count
                ? count.Map(one => one == To)
                : Fact.Missing<bool>("the region does not answer");

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            DesiredIn(live) is Fact<int>.Known { Value: var now } && now != From && now != To
                ? Text($"{Service} has {now} tasks now, not {From}: someone else scales it; leaving it alone")
                : null;

        private Fact<int>? DesiredIn(Evidence seen) =>
            (IsStandby, seen.StandbyRegion, seen.PrimaryRegion) switch
            {
                (true, Fact<StandbyRegion>.Known(var standby, var at), _) => standby
                    .Services.Select(one => one.Service)
                    .FirstOrDefault(one => one.Name == Service)
                    is { Desired: var desired }
                    ? Fact.Known(desired, at)
                    : null,
                (false, _, Fact<PrimaryRegion>.Known({ Services: { } known }, var at)) => known.FirstOrDefault(one =>
                    one.Name == Service
                )
                    is { Desired: var desired }
                    ? Fact.Known(desired, at)
                    : null,
                _ => null,
            };
    }

    /// <summary>The switch of S3 that the health check of the primary record watches, written or deleted.</summary>
    public abstract record OfTraffic : Change
    {
        private protected OfTraffic(TargetId target, string name) => (Target, Name) = (target, name);

        public TargetId Target { get; init; }

        /// <summary>The name that leads to one region or the other.</summary>
        public string Name { get; init; }

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("name", Name)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads =>
            [RegionLooks.Primary, RegionLooks.Standby, RegionLooks.Traffic, RegionLooks.Replicas];

        [JsonIgnore]
        public override bool IsRepeatable => true;
    }

    /// <summary>
    /// PutObject of the switch in the region for disaster recovery: Route 53's health check of the primary record fails,
    /// and its name leads there.
    /// </summary>
    public sealed record TurnTraffic(TargetId Target, string Name) : OfTraffic(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.TurnTraffic;

        [JsonIgnore]
        public override string Description => $"turn the traffic of {Name} to the standby region ({Target})";

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.RegionTraffic.Map(traffic => traffic.IsTurned);
    }

    /// <summary>DeleteObject of the switch: the name leads to the primary region again.</summary>
    public sealed record TurnTrafficBack(TargetId Target, string Name) : OfTraffic(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.TurnTrafficBack;

        [JsonIgnore]
        public override string Description => $"turn the traffic of {Name} back to the primary region ({Target})";

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.RegionTraffic.Map(traffic => !traffic.IsTurned);
    }
}

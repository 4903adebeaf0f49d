using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about an ECS service.
public sealed partial class ChangeKind
{
    private static readonly ImmutableArray<string> s_updateService = ["ecs:UpdateService"];

    internal static ImmutableArray<ChangeKind> OfServices => [ForceNewDeployment, RollBack, RestartAt, SetDesiredCount];

    public static ChangeKind ForceNewDeployment { get; } =
        new("forceNewDeployment")
        {
            Resource = "Services",
            Permissions = s_updateService,
            Guards = ServiceGuards.OfDeployments,
        };

    public static ChangeKind RollBack { get; } =
        new("rollBack")
        {
            Resource = "Services",
            Permissions = s_updateService,
            Guards = ServiceGuards.OfRollBacks,
        };

    public static ChangeKind RestartAt { get; } =
        new("restartAt")
        {
            Resource = "Services",
            Permissions = s_updateService,
            Guards = ServiceGuards.OfCounts,
        };

    public static ChangeKind SetDesiredCount { get; } =
        new("setDesiredCount")
        {
            Resource = "Services",
            Permissions = s_updateService,
            Guards = ServiceGuards.OfCounts,
        };
}

[JsonDerivedType(typeof(ForceNewDeployment), "forceNewDeployment")]
[JsonDerivedType(typeof(RollBack), "rollBack")]
[JsonDerivedType(typeof(RestartAt), "restartAt")]
[JsonDerivedType(typeof(SetDesiredCount), "setDesiredCount")]
public abstract partial record Change
{
    /// <summary>The task count, or least count, that it sets; null for one that sets none.</summary>
    [JsonIgnore]
    public virtual int? Count => null;

    /// <summary>Whether it is for less capacity than it was decided on.</summary>
    [JsonIgnore]
    public virtual bool ScalesIn => false;

    private static Quantity DesiredCount(int? from, int to) =>
        new(
            "desired count",
            from,
            to,
            seen => seen.Service is Fact<ServiceState>.Known(var service, _) && service.Desired != to
        );

    private static string? Stopped(Evidence live) =>
        live.Service is Fact<ServiceState>.Known { Value.Desired: 0 }
            ? "the desired count is 0 now: someone stopped the service"
            : null;

    private static string? Redeployed(Evidence? decided, Evidence live) =>
        decided?.Service is Fact<ServiceState>.Known { Value.Primary: { } before }
        && live.Service is Fact<ServiceState>.Known { Value.Primary: var now }
        && now?.Id != before.Id
            ? $"deployment {now?.Id ?? "none"} is primary now, not {before.Id}: someone else deployed; leaving it alone"
            : null;

    private static string? Scaled(int? from, Evidence live) =>
        from is { } before && live.Service is Fact<ServiceState>.Known { Value.Desired: var now } && now != before
            ? ChangedTo("desired count", before, now)
            : null;

    private static string ChangedTo(string what, int from, int live) =>
        Text($"the {what} is {live} now, not {from}: someone else changed it; leaving it alone");

    /// <summary>Runbook 503, step 3: update-service --force-new-deployment.</summary>
    public sealed record ForceNewDeployment(TargetId Target) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ForceNewDeployment;

        [JsonIgnore]
        public override string Description => $"force a new deployment of {Target}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places => [("target", Target.Value)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State];

        /// <summary>A forced deployment pulls a tag anew, which may mean another image by now.</summary>
        [JsonIgnore]
        public override ImmutableArray<Look> Noted => [ImageLooks.Running];

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Primary is { } primary && primary.CreatedAt >= intendedAt);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Stopped(live) ?? Redeployed(decided, live);
    }

    /// <summary>Rolls the service back to a task definition that served before.</summary>
    public sealed record RollBack(TargetId Target, string TaskDefinition) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.RollBack;

        [JsonIgnore]
        public override string Description => $"roll {Target} back to {TaskDefinition}";

        [JsonIgnore]
        public override bool RollsBack => true;

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("definition", TaskDefinition)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State];

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Primary?.TaskDefinition == TaskDefinition);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Stopped(live)
            ?? Redeployed(decided, live)
            ?? (
                live.Service is Fact<ServiceState>.Known { Value.Primary: { } primary }
                && primary.TaskDefinition == TaskDefinition
                    ? $"deployment {primary.Id} has {TaskDefinition} already"
                    : null
            );
    }

    /// <summary>
    /// Runbook total outage, step 2: update-service --desired-count 2 --force-new-deployment, in one call.
    /// </summary>
    public sealed record RestartAt(TargetId Target, int Desired) : Change
    {
        /// <summary>The count that was decided on; null when it is not known.</summary>
        public int? From { get; init; }

        /// <summary>The task definition that was to be restarted; null when it is not known.</summary>
        public string? Definition { get; init; }

        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.RestartAt;

        [JsonIgnore]
        public override string Description => Text($"restart {Target} with {Desired} tasks");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("count", Text($"{Desired}"))];

        [JsonIgnore]
        public override int? Count => Desired;

        public override Holding? Held() => DesiredCount(From, Desired);

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [LoadBalancingLooks.Targets, ServiceLooks.State];

        /// <inheritdoc cref="ForceNewDeployment.Noted"/>
        [JsonIgnore]
        public override ImmutableArray<Look> Noted => [ImageLooks.Running];

        /// <summary>
        /// A new deployment of another task definition that left the count alone is someone else's. With the same
        /// definition, or another count, someone has scaled since: then it counts as made, rather than being made
        /// twice.
        /// </summary>
        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service =>
                service.Primary is { } primary
                && primary.CreatedAt >= intendedAt
                && (service.Desired == Desired || service.Desired != From || primary.TaskDefinition == Definition)
            );

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Stopped(live) ?? Scaled(From, live) ?? Redeployed(decided, live);
    }

    /// <summary>Runbook API response delay: update-service --desired-count.</summary>
    /// <param name="From">The count that was decided on; another one there means that someone else changed it.</param>
    public sealed record SetDesiredCount(TargetId Target, int From, int To) : Change
    {
        /// <summary>Whether it is a step back to the count that a restart with fewer tasks took.</summary>
        public bool AfterRestart { get; init; }

        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetDesiredCount;

        [JsonIgnore]
        public override string Description => Text($"set the desired count of {Target} from {From} to {To}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("from", Text($"{From}")), ("to", Text($"{To}"))];

        [JsonIgnore]
        public override Direction Direction => To < From || AfterRestart ? Direction.Restores : Direction.Takes;

        [JsonIgnore]
        public override int? Count => To;

        public override Holding? Held() => DesiredCount(From, To);

        [JsonIgnore]
        public override bool ScalesIn => To < From;

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State, AlarmLooks.Active];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override bool IsCoveredBy(Change offered) =>
            offered is SetDesiredCount other && other.From == From && To > From == other.To > other.From;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Desired == To);

        public override string? Overtaken(Evidence? decided, Evidence live) => Scaled(From, live);
    }
}

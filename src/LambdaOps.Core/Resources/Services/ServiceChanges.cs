using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about an ECS service.
[JsonDerivedType(typeof(ForceNewDeployment), "forceNewDeployment")]
[JsonDerivedType(typeof(RollBack), "rollBack")]
[JsonDerivedType(typeof(RestartAt), "restartAt")]
[JsonDerivedType(typeof(SetDesiredCount), "setDesiredCount")]
public abstract partial record Change
{
    /// <summary>Runbook 503, step 3: update-service --force-new-deployment.</summary>
    public sealed record ForceNewDeployment(TargetId Target) : Change
    {
        [JsonIgnore]
        public override string Description => $"force a new deployment of {Target}";

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State];

        [JsonIgnore]
        public override bool IsRepeatable => false;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Primary is { } primary && primary.CreatedAt >= intendedAt);
    }

    /// <summary>Puts the service back to a task definition that served before.</summary>
    public sealed record RollBack(TargetId Target, string TaskDefinition) : Change
    {
        [JsonIgnore]
        public override string Description => $"roll {Target} back to {TaskDefinition}";

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State];

        [JsonIgnore]
        public override bool IsRepeatable => false;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Primary?.TaskDefinition == TaskDefinition);
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
        public override string Description => Text($"restart {Target} with {Desired} tasks");

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [LoadBalancingLooks.Targets, ServiceLooks.State];

        [JsonIgnore]
        public override bool IsRepeatable => false;

        /// <summary>
        /// A new deployment of another task definition that left the count alone is somebody else's. With the same
        /// definition, or another count, somebody has scaled since: then it counts as made, rather than being made
        /// twice.
        /// </summary>
        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service =>
                service.Primary is { } primary
                && primary.CreatedAt >= intendedAt
                && (service.Desired == Desired || service.Desired != From || primary.TaskDefinition == Definition)
            );
    }

    /// <summary>Runbook API response delay: update-service --desired-count.</summary>
    /// <param name="From">The count that was decided on; another one there means that somebody else changed it.</param>
    public sealed record SetDesiredCount(TargetId Target, int From, int To) : Change
    {
        /// <summary>Whether it is a step back to the count that a restart with fewer tasks took.</summary>
        public bool AfterRestart { get; init; }

        [JsonIgnore]
        public override string Description => Text($"set the desired count of {Target} from {From} to {To}");

        [JsonIgnore]
        public override bool GivesBack => To < From || AfterRestart;

        public override bool IsCoveredBy(Change offered) =>
            offered is SetDesiredCount other && other.From == From && To > From == other.To > other.From;

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State, AlarmLooks.Active];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Desired == To);
    }
}

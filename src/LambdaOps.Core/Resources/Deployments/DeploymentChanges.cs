using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a deployment that ECS drives.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfDeployments =>
        [StartDeployment, ContinueDeployment, RollBackDeployment];

    public static ChangeKind StartDeployment { get; } =
        new("startDeployment")
        {
            Resource = "Deployments",
            Permissions = ["ecs:UpdateService"],
            Guards = ServiceGuards.OfDeployments,
        };

    public static ChangeKind ContinueDeployment { get; } =
        new("continueDeployment")
        {
            Resource = "Deployments",
            Permissions = ["ecs:ContinueServiceDeployment"],
            Guards = ServiceGuards.OfRollBacks,
        };

    public static ChangeKind RollBackDeployment { get; } =
        new("rollBackDeployment")
        {
            Resource = "Deployments",
            Permissions = ["ecs:StopServiceDeployment"],
            Guards = ServiceGuards.OfRollBacks,
        };
}

[JsonDerivedType(typeof(StartDeployment), "startDeployment")]
[JsonDerivedType(typeof(ContinueDeployment), "continueDeployment")]
[JsonDerivedType(typeof(RollBackDeployment), "rollBackDeployment")]
public abstract partial record Change
{
    private static NativeDeployment? Running(string deployment, Evidence live) =>
        live.Deployments is Fact<NativeDeployments>.Known { Value.Newest: { IsRunning: true } newest }
        && newest.Arn == deployment
            ? newest
            : null;

    private static string Another(string deployment, Evidence live) =>
        live.Deployments is Fact<NativeDeployments>.Known { Value: var now }
            ? $"{now}: deployment {deployment[(deployment.LastIndexOf('/') + 1)..]} does not run any more"
            : "the deployment is not known";

    /// <summary>Runbook, デプロイメント手順: the new version, by an explicit revision of its task definition.</summary>
    public sealed record StartDeployment(TargetId Target, string TaskDefinition) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.StartDeployment;

        [JsonIgnore]
        public override string Description => $"deploy {TaskDefinition} to {Target}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("definition", TaskDefinition)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State, DeploymentLooks.Newest];

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service =>
                service.Primary is { } primary
                && primary.CreatedAt >= intendedAt
                && TaskRevision.IsSame(primary.TaskDefinition, TaskDefinition)
            );

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Stopped(live)
            ?? Redeployed(decided, live)
            ?? (
                live.Deployments is Fact<NativeDeployments>.Known { Value.Newest: { IsRunning: true } other }
                    ? $"{other}: someone else deploys; leaving it alone"
                    : null
            );
    }

    /// <summary>Runbook, トラフィック切り替え: the next step. The hook's id is of one pause, and of no other.</summary>
    /// <param name="Deployment">Its ARN.</param>
    /// <param name="WeightPercent">The new revision's share when that was decided.</param>
    public sealed record ContinueDeployment(TargetId Target, string Deployment, string Hook, int WeightPercent) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ContinueDeployment;

        [JsonIgnore]
        public override string Description => Text($"continue the deployment of {Target} at {WeightPercent} %");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("weight", Text($"{WeightPercent}"))];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [DeploymentLooks.Newest];

        /// <summary>ECS takes an id once: a second answer to the same pause is refused.</summary>
        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Deployments.Map(all =>
                all.Newest is { } newest
                && newest.Arn == Deployment
                && newest.Hook?.Id != Hook
                && newest.Course is DeploymentCourse.InProgress or DeploymentCourse.Successful
            );

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Running(Deployment, live) switch
            {
                null => Another(Deployment, live),
                { Hook: { } hook } when hook.Id == Hook => null,
                _ => $"hook {Hook} does not wait any more: someone else answered it, or its time is over",
            };
    }

    /// <summary>Back to the revision that served before, by ECS itself: all of the traffic at once.</summary>
    /// <param name="Deployment">Its ARN.</param>
    public sealed record RollBackDeployment(TargetId Target, string Deployment) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.RollBackDeployment;

        [JsonIgnore]
        public override string Description => $"roll back the deployment of {Target}";

        [JsonIgnore]
        public override bool RollsBack => true;

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places => [("target", Target.Value)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [DeploymentLooks.Newest];

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Deployments.Map(all =>
                all.Newest is { } newest
                && newest.Arn == Deployment
                && newest.Course
                    is DeploymentCourse.RollingBack
                        or DeploymentCourse.RolledBack
                        or DeploymentCourse.RollbackFailed
            );

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Running(Deployment, live) is null ? Another(Deployment, live) : null;
    }
}

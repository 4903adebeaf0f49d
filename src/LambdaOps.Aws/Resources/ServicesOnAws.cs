using System.Collections.Immutable;
using Amazon.ECS;
using Amazon.ECS.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using DeploymentController = LambdaOps.Core.Resources.DeploymentController;
using ServiceDeployment = LambdaOps.Core.Resources.ServiceDeployment;

namespace LambdaOps.Aws.Resources;

/// <summary>ECS services: their counts and deployments (DescribeServices), and changes to them (UpdateService).</summary>
/// <param name="once">Sends once.</param>
public sealed class ServicesOnAws(ServiceDescriptions services, Lazy<IAmazonECS> once) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks => [LookCall.To(ServiceLooks.State, StateAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Update<Change.ForceNewDeployment>(
                ChangeKind.ForceNewDeployment,
                static (_, request) => request.ForceNewDeployment = true
            ),
            Update<Change.RollBack>(
                ChangeKind.RollBack,
                static (back, request) => request.TaskDefinition = back.TaskDefinition
            ),
            Update<Change.RestartAt>(
                ChangeKind.RestartAt,
                static (restart, request) =>
                    (request.DesiredCount, request.ForceNewDeployment) = (restart.Desired, true)
            ),
            Update<Change.SetDesiredCount>(
                ChangeKind.SetDesiredCount,
                static (set, request) => request.DesiredCount = set.To
            ),
        ];

    /// <exception cref="NotObservableException">The service is not there.</exception>
    private async Task<ServiceState> StateAsync(LookAt at, CancellationToken cancellationToken)
    {
        var found = await services.OfAsync(at, cancellationToken);
        var events = (found.Events ?? []).ConvertAll(said => (Utc(said.CreatedAt), said.Message));
        var deployments = (found.Deployments ?? []).ConvertAll(Map);
        return new ServiceState(
            found.DesiredCount ?? 0,
            found.RunningCount ?? 0,
            found.PendingCount ?? 0,
            found.TaskDefinition,
            deployments,
            ServiceEvents.StartFailure(events, deployments.Find(one => one.IsPrimary)?.CreatedAt, at.Now)
        )
        {
            Complaints = ServiceEvents.Complaints(events, at.Now),
            Controller = ControllerOf(found.DeploymentController?.Type),
            IsDaemon = found.SchedulingStrategy == SchedulingStrategy.DAEMON,
        };
    }

    private ChangeCall Update<T>(ChangeKind kind, Action<T, UpdateServiceRequest> ask)
        where T : Change =>
        Outcomes.ChangeCall<T>(
            kind,
            async (change, target, cancellationToken) =>
            {
                var service = (OperatedService)target;
                var request = new UpdateServiceRequest { Cluster = service.Cluster, Service = service.Service };
                ask(change, request);
                var answer = await once.Value.UpdateServiceAsync(request, cancellationToken);
                var deployment = answer.Service?.Deployments?.Find(one => one.Status == "PRIMARY")?.Id;
                return deployment is null ? "accepted" : $"deployment {deployment}";
            }
        );

    /// <summary>Services that are older than controllers have none: ECS deploys them.</summary>
    private static DeploymentController ControllerOf(DeploymentControllerType? type) =>
        type is null || type == DeploymentControllerType.ECS ? DeploymentController.Ecs
        : type == DeploymentControllerType.CODE_DEPLOY ? DeploymentController.CodeDeploy
        : type == DeploymentControllerType.EXTERNAL ? DeploymentController.External
        : DeploymentController.Unknown;

    private static ServiceDeployment Map(Deployment deployment) =>
        new(
            deployment.Id,
            deployment.Status == "PRIMARY",
            deployment.RolloutState == DeploymentRolloutState.FAILED ? RolloutState.Failed
                : deployment.RolloutState == DeploymentRolloutState.IN_PROGRESS ? RolloutState.InProgress
                : deployment.RolloutState == DeploymentRolloutState.COMPLETED ? RolloutState.Completed
                : RolloutState.Unknown,
            deployment.TaskDefinition,
            deployment.DesiredCount ?? 0,
            deployment.RunningCount ?? 0,
            deployment.FailedTasks ?? 0,
            Utc(deployment.CreatedAt)
        )
        {
            Reason = deployment.RolloutStateReason ?? "",
        };

    private static DateTimeOffset Utc(DateTime? at) => at is { } known ? AwsTime.Of(known) : default;
}

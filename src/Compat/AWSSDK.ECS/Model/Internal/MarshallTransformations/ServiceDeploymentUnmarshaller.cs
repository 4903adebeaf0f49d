using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceDeploymentUnmarshaller
{
    internal static ServiceDeployment Read(JsonElement json) =>
        new()
        {
            ServiceDeploymentArn = json.String("serviceDeploymentArn"),
            ServiceArn = json.String("serviceArn"),
            ClusterArn = json.String("clusterArn"),
            CreatedAt = json.Time("createdAt"),
            StartedAt = json.Time("startedAt"),
            FinishedAt = json.Time("finishedAt"),
            StoppedAt = json.Time("stoppedAt"),
            UpdatedAt = json.Time("updatedAt"),
            SourceServiceRevisions = json.List("sourceServiceRevisions", ServiceRevisionSummaryUnmarshaller.Read),
            TargetServiceRevision = json.Structure("targetServiceRevision", ServiceRevisionSummaryUnmarshaller.Read),
            Status = json.String("status"),
            StatusReason = json.String("statusReason"),
            LifecycleStage = json.String("lifecycleStage"),
            LifecycleHookDetails = json.List("lifecycleHookDetails", DeploymentLifecycleHookDetailUnmarshaller.Read),
            DeploymentConfiguration = json.Structure(
                "deploymentConfiguration",
                DeploymentConfigurationUnmarshaller.Read
            ),
            Rollback = json.Structure("rollback", RollbackUnmarshaller.Read),
            DeploymentCircuitBreaker = json.Structure(
                "deploymentCircuitBreaker",
                ServiceDeploymentCircuitBreakerUnmarshaller.Read
            ),
            Alarms = json.Structure("alarms", ServiceDeploymentAlarmsUnmarshaller.Read),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceDeploymentBriefUnmarshaller
{
    internal static ServiceDeploymentBrief Read(JsonElement json) =>
        new()
        {
            ServiceDeploymentArn = json.String("serviceDeploymentArn"),
            ServiceArn = json.String("serviceArn"),
            ClusterArn = json.String("clusterArn"),
            StartedAt = json.Time("startedAt"),
            CreatedAt = json.Time("createdAt"),
            FinishedAt = json.Time("finishedAt"),
            TargetServiceRevisionArn = json.String("targetServiceRevisionArn"),
            Status = json.String("status"),
            StatusReason = json.String("statusReason"),
        };
}

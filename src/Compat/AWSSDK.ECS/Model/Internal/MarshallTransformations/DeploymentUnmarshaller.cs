using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentUnmarshaller
{
    internal static Deployment Read(JsonElement json) =>
        new()
        {
            Id = json.String("id"),
            Status = json.String("status"),
            TaskDefinition = json.String("taskDefinition"),
            DesiredCount = json.Int("desiredCount"),
            PendingCount = json.Int("pendingCount"),
            RunningCount = json.Int("runningCount"),
            FailedTasks = json.Int("failedTasks"),
            CreatedAt = json.Time("createdAt"),
            UpdatedAt = json.Time("updatedAt"),
            CapacityProviderStrategy = json.List(
                "capacityProviderStrategy",
                CapacityProviderStrategyItemUnmarshaller.Read
            ),
            LaunchType = json.String("launchType"),
            PlatformVersion = json.String("platformVersion"),
            PlatformFamily = json.String("platformFamily"),
            NetworkConfiguration = json.Structure("networkConfiguration", NetworkConfigurationUnmarshaller.Read),
            RolloutState = json.String("rolloutState"),
            RolloutStateReason = json.String("rolloutStateReason"),
        };
}

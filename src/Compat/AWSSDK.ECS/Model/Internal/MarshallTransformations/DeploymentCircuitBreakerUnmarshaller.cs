using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentCircuitBreakerUnmarshaller
{
    internal static DeploymentCircuitBreaker Read(JsonElement json) =>
        new()
        {
            Enable = json.Bool("enable"),
            Rollback = json.Bool("rollback"),
            ResetOnHealthyTask = json.Bool("resetOnHealthyTask"),
            ThresholdConfiguration = json.Structure("thresholdConfiguration", ThresholdConfigurationUnmarshaller.Read),
        };
}

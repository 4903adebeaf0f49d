using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceDeploymentCircuitBreakerUnmarshaller
{
    internal static ServiceDeploymentCircuitBreaker Read(JsonElement json) =>
        new()
        {
            Status = json.String("status"),
            FailureCount = json.Int("failureCount"),
            Threshold = json.Int("threshold"),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentCircuitBreakerMarshaller
{
    internal static void Write(Utf8JsonWriter json, DeploymentCircuitBreaker value)
    {
        json.Member("enable", value.Enable);
        json.Member("rollback", value.Rollback);
        json.Member("resetOnHealthyTask", value.ResetOnHealthyTask);
        json.Member("thresholdConfiguration", value.ThresholdConfiguration, ThresholdConfigurationMarshaller.Write);
    }
}

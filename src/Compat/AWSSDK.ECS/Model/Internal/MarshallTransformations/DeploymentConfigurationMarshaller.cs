using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, DeploymentConfiguration value)
    {
        json.Member(
            "deploymentCircuitBreaker",
            value.DeploymentCircuitBreaker,
            DeploymentCircuitBreakerMarshaller.Write
        );
        json.Member("maximumPercent", value.MaximumPercent);
        json.Member("minimumHealthyPercent", value.MinimumHealthyPercent);
        json.Member("alarms", value.Alarms, DeploymentAlarmsMarshaller.Write);
        json.Member("strategy", value.Strategy);
        json.Member("bakeTimeInMinutes", value.BakeTimeInMinutes);
        json.Member("lifecycleHooks", value.LifecycleHooks, DeploymentLifecycleHookMarshaller.Write);
        json.Member("linearConfiguration", value.LinearConfiguration, LinearConfigurationMarshaller.Write);
        json.Member("canaryConfiguration", value.CanaryConfiguration, CanaryConfigurationMarshaller.Write);
    }
}

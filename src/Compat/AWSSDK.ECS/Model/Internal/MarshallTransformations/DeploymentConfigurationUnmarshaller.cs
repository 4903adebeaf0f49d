using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentConfigurationUnmarshaller
{
    internal static DeploymentConfiguration Read(JsonElement json) =>
        new()
        {
            DeploymentCircuitBreaker = json.Structure(
                "deploymentCircuitBreaker",
                DeploymentCircuitBreakerUnmarshaller.Read
            ),
            MaximumPercent = json.Int("maximumPercent"),
            MinimumHealthyPercent = json.Int("minimumHealthyPercent"),
            Alarms = json.Structure("alarms", DeploymentAlarmsUnmarshaller.Read),
            Strategy = json.String("strategy"),
            BakeTimeInMinutes = json.Int("bakeTimeInMinutes"),
            LifecycleHooks = json.List("lifecycleHooks", DeploymentLifecycleHookUnmarshaller.Read),
            LinearConfiguration = json.Structure("linearConfiguration", LinearConfigurationUnmarshaller.Read),
            CanaryConfiguration = json.Structure("canaryConfiguration", CanaryConfigurationUnmarshaller.Read),
        };
}

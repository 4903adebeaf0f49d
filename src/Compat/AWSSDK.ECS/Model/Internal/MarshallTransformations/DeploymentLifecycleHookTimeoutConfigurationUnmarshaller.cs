using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentLifecycleHookTimeoutConfigurationUnmarshaller
{
    internal static DeploymentLifecycleHookTimeoutConfiguration Read(JsonElement json) =>
        new() { TimeoutInMinutes = json.Int("timeoutInMinutes"), Action = json.String("action") };
}

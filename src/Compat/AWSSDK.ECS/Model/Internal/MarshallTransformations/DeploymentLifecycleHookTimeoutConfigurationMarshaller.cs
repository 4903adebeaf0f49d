using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentLifecycleHookTimeoutConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, DeploymentLifecycleHookTimeoutConfiguration value)
    {
        json.Member("timeoutInMinutes", value.TimeoutInMinutes);
        json.Member("action", value.Action);
    }
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentLifecycleHookMarshaller
{
    internal static void Write(Utf8JsonWriter json, DeploymentLifecycleHook value)
    {
        json.Member("targetType", value.TargetType);
        json.Member("hookTargetArn", value.HookTargetArn);
        json.Member("roleArn", value.RoleArn);
        json.Member("lifecycleStages", value.LifecycleStages);
        json.Member(
            "timeoutConfiguration",
            value.TimeoutConfiguration,
            DeploymentLifecycleHookTimeoutConfigurationMarshaller.Write
        );
    }
}

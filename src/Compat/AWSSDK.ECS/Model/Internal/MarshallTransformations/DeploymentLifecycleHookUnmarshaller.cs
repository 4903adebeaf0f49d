using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentLifecycleHookUnmarshaller
{
    internal static DeploymentLifecycleHook Read(JsonElement json) =>
        new()
        {
            TargetType = json.String("targetType"),
            HookTargetArn = json.String("hookTargetArn"),
            RoleArn = json.String("roleArn"),
            LifecycleStages = json.List("lifecycleStages", JsonReading.AsString),
            TimeoutConfiguration = json.Structure(
                "timeoutConfiguration",
                DeploymentLifecycleHookTimeoutConfigurationUnmarshaller.Read
            ),
        };
}

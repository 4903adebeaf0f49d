using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentLifecycleHookDetailUnmarshaller
{
    internal static DeploymentLifecycleHookDetail Read(JsonElement json) =>
        new()
        {
            HookId = json.String("hookId"),
            TargetType = json.String("targetType"),
            TargetArn = json.String("targetArn"),
            Status = json.String("status"),
            ExpiresAt = json.Time("expiresAt"),
            TimeoutAction = json.String("timeoutAction"),
        };
}

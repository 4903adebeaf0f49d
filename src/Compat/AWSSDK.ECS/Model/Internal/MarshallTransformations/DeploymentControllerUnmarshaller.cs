using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentControllerUnmarshaller
{
    internal static DeploymentController Read(JsonElement json) => new() { Type = json.String("type") };
}

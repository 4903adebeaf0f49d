using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentControllerMarshaller
{
    internal static void Write(Utf8JsonWriter json, DeploymentController value)
    {
        json.Member("type", value.Type);
    }
}

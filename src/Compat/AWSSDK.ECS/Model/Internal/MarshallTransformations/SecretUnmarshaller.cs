using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class SecretUnmarshaller
{
    internal static Secret Read(JsonElement json) =>
        new() { Name = json.String("name"), ValueFrom = json.String("valueFrom") };
}

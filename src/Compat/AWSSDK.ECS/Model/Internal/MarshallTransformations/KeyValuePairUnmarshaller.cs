using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class KeyValuePairUnmarshaller
{
    internal static KeyValuePair Read(JsonElement json) =>
        new() { Name = json.String("name"), Value = json.String("value") };
}

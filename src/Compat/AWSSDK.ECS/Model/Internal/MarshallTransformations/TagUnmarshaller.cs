using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class TagUnmarshaller
{
    internal static Tag Read(JsonElement json) => new() { Key = json.String("key"), Value = json.String("value") };
}

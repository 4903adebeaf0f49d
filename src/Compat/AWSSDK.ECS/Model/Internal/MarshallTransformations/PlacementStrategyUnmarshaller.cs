using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class PlacementStrategyUnmarshaller
{
    internal static PlacementStrategy Read(JsonElement json) =>
        new() { Type = json.String("type"), Field = json.String("field") };
}

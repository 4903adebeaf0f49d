using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class PlacementConstraintUnmarshaller
{
    internal static PlacementConstraint Read(JsonElement json) =>
        new() { Type = json.String("type"), Expression = json.String("expression") };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class PlacementConstraintMarshaller
{
    internal static void Write(Utf8JsonWriter json, PlacementConstraint value)
    {
        json.Member("type", value.Type);
        json.Member("expression", value.Expression);
    }
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class PlacementStrategyMarshaller
{
    internal static void Write(Utf8JsonWriter json, PlacementStrategy value)
    {
        json.Member("type", value.Type);
        json.Member("field", value.Field);
    }
}

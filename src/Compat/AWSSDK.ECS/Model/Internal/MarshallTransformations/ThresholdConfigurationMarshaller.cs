using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ThresholdConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, ThresholdConfiguration value)
    {
        json.Member("type", value.Type);
        json.Member("value", value.Value);
    }
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DimensionMarshaller
{
    internal static void Write(Utf8JsonWriter json, Dimension value)
    {
        json.Member("Name", value.Name);
        json.Member("Value", value.Value);
    }
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class LabelOptionsMarshaller
{
    internal static void Write(Utf8JsonWriter json, LabelOptions value)
    {
        json.Member("Timezone", value.Timezone);
    }
}

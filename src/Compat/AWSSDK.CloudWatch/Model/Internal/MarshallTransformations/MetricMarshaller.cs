using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricMarshaller
{
    internal static void Write(Utf8JsonWriter json, Metric value)
    {
        json.Member("Namespace", value.Namespace);
        json.Member("MetricName", value.MetricName);
        json.Member("Dimensions", value.Dimensions, DimensionMarshaller.Write);
    }
}

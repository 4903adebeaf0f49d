using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricStatMarshaller
{
    internal static void Write(Utf8JsonWriter json, MetricStat value)
    {
        json.Member("Metric", value.Metric, MetricMarshaller.Write);
        json.Member("Period", value.Period);
        json.Member("Stat", value.Stat);
        json.Member("Unit", value.Unit);
    }
}

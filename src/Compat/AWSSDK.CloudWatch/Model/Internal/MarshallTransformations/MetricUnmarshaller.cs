using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricUnmarshaller
{
    internal static Metric Read(JsonElement json) =>
        new()
        {
            Namespace = json.String("Namespace"),
            MetricName = json.String("MetricName"),
            Dimensions = json.List("Dimensions", DimensionUnmarshaller.Read),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricStatUnmarshaller
{
    internal static MetricStat Read(JsonElement json) =>
        new()
        {
            Metric = json.Structure("Metric", MetricUnmarshaller.Read),
            Period = json.Int("Period"),
            Stat = json.String("Stat"),
            Unit = json.String("Unit"),
        };
}

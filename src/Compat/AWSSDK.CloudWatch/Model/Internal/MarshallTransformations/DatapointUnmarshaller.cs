using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DatapointUnmarshaller
{
    internal static Datapoint Read(JsonElement json) =>
        new()
        {
            Timestamp = json.Time("Timestamp"),
            SampleCount = json.Double("SampleCount"),
            Average = json.Double("Average"),
            Sum = json.Double("Sum"),
            Minimum = json.Double("Minimum"),
            Maximum = json.Double("Maximum"),
            Unit = json.String("Unit"),
            ExtendedStatistics = json.Map("ExtendedStatistics", JsonReading.AsDouble),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricDataResultUnmarshaller
{
    internal static MetricDataResult Read(JsonElement json) =>
        new()
        {
            Id = json.String("Id"),
            Label = json.String("Label"),
            Timestamps = json.List("Timestamps", JsonReading.AsTime),
            Values = json.List("Values", JsonReading.AsDouble),
            StatusCode = json.String("StatusCode"),
            Messages = json.List("Messages", MessageDataUnmarshaller.Read),
        };
}

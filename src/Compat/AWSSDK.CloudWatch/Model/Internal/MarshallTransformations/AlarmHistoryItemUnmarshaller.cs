using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class AlarmHistoryItemUnmarshaller
{
    internal static AlarmHistoryItem Read(JsonElement json) =>
        new()
        {
            AlarmName = json.String("AlarmName"),
            AlarmType = json.String("AlarmType"),
            Timestamp = json.Time("Timestamp"),
            HistoryItemType = json.String("HistoryItemType"),
            HistorySummary = json.String("HistorySummary"),
            HistoryData = json.String("HistoryData"),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class QueryStatisticsUnmarshaller
{
    internal static QueryStatistics Read(JsonElement json) =>
        new()
        {
            RecordsMatched = json.Double("recordsMatched"),
            RecordsScanned = json.Double("recordsScanned"),
            EstimatedRecordsSkipped = json.Double("estimatedRecordsSkipped"),
            BytesScanned = json.Double("bytesScanned"),
            EstimatedBytesSkipped = json.Double("estimatedBytesSkipped"),
            LogGroupsScanned = json.Double("logGroupsScanned"),
        };
}

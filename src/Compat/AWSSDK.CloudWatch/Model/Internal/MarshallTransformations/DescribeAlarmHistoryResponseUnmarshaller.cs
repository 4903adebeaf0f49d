using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DescribeAlarmHistoryResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static DescribeAlarmHistoryResponse Read(JsonElement json) =>
        new()
        {
            AlarmHistoryItems = json.List("AlarmHistoryItems", AlarmHistoryItemUnmarshaller.Read),
            NextToken = json.String("NextToken"),
        };

    private static AmazonCloudWatchException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "InvalidNextToken" => new InvalidNextTokenException(error),
            _ => new AmazonCloudWatchException(error),
        };
}

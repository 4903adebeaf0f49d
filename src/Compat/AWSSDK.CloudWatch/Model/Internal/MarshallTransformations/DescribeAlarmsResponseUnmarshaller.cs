using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DescribeAlarmsResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static DescribeAlarmsResponse Read(JsonElement json) =>
        new()
        {
            CompositeAlarms = json.List("CompositeAlarms", CompositeAlarmUnmarshaller.Read),
            MetricAlarms = json.List("MetricAlarms", MetricAlarmUnmarshaller.Read),
            NextToken = json.String("NextToken"),
        };

    private static AmazonCloudWatchException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "InvalidNextToken" => new InvalidNextTokenException(error),
            _ => new AmazonCloudWatchException(error),
        };
}

using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class GetMetricDataResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static GetMetricDataResponse Read(JsonElement json) =>
        new()
        {
            MetricDataResults = json.List("MetricDataResults", MetricDataResultUnmarshaller.Read),
            NextToken = json.String("NextToken"),
            Messages = json.List("Messages", MessageDataUnmarshaller.Read),
        };

    private static AmazonCloudWatchException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "InvalidNextToken" => new InvalidNextTokenException(error),
            _ => new AmazonCloudWatchException(error),
        };
}

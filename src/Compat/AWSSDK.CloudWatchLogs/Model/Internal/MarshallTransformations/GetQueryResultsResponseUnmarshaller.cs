using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class GetQueryResultsResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static GetQueryResultsResponse Read(JsonElement json) =>
        new()
        {
            QueryLanguage = json.String("queryLanguage"),
            Results = json.List("results", row => JsonReading.AsList(row, ResultFieldUnmarshaller.Read)),
            Statistics = json.Structure("statistics", QueryStatisticsUnmarshaller.Read),
            Status = json.String("status"),
            EncryptionKey = json.String("encryptionKey"),
            NextToken = json.String("nextToken"),
        };

    private static AmazonCloudWatchLogsException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "InvalidParameterException" => new InvalidParameterException(error),
            "ResourceNotFoundException" => new ResourceNotFoundException(error),
            "ServiceUnavailableException" => new ServiceUnavailableException(error),
            _ => new AmazonCloudWatchLogsException(error),
        };
}

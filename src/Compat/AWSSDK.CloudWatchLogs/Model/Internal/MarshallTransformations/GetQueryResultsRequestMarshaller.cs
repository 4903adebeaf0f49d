using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class GetQueryResultsRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<GetQueryResultsRequest> Instance = new(
        AmazonCloudWatchLogsProtocol.Instance,
        "GetQueryResults",
        Write
    );

    private static void Write(Utf8JsonWriter json, GetQueryResultsRequest request)
    {
        json.Member("queryId", request.QueryId);
        json.Member("nextToken", request.NextToken);
        json.Member("maxItems", request.MaxItems);
    }
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class StartQueryRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<StartQueryRequest> Instance = new(
        AmazonCloudWatchLogsProtocol.Instance,
        "StartQuery",
        Write
    );

    private static void Write(Utf8JsonWriter json, StartQueryRequest request)
    {
        json.Member("queryLanguage", request.QueryLanguage);
        json.Member("logGroupName", request.LogGroupName);
        json.Member("logGroupNames", request.LogGroupNames);
        json.Member("logGroupIdentifiers", request.LogGroupIdentifiers);
        json.Member("startTime", request.StartTime);
        json.Member("endTime", request.EndTime);
        json.Member("queryString", request.QueryString);
        json.Member("limit", request.Limit);
    }
}

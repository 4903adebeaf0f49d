using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class StartQueryResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException, ReadErrorMembers);

    private static StartQueryResponse Read(JsonElement json) => new() { QueryId = json.String("queryId") };

    private static AmazonCloudWatchLogsException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "InvalidParameterException" => new InvalidParameterException(error),
            "LimitExceededException" => new LimitExceededException(error),
            "MalformedQueryException" => new MalformedQueryException(error),
            "ResourceNotFoundException" => new ResourceNotFoundException(error),
            "ServiceUnavailableException" => new ServiceUnavailableException(error),
            _ => new AmazonCloudWatchLogsException(error),
        };

    private static void ReadErrorMembers(AmazonServiceException exception, JsonElement json)
    {
        if (exception is MalformedQueryException malformed)
            malformed.QueryCompileError = json.Structure("queryCompileError", QueryCompileErrorUnmarshaller.Read);
    }
}

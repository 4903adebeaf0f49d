using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DescribeTasksResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static DescribeTasksResponse Read(JsonElement json) =>
        new()
        {
            Tasks = json.List("tasks", TaskUnmarshaller.Read),
            Failures = json.List("failures", FailureUnmarshaller.Read),
        };

    private static AmazonECSException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDeniedException" => new AccessDeniedException(error),
            "ClientException" => new ClientException(error),
            "ClusterNotFoundException" => new ClusterNotFoundException(error),
            "InvalidParameterException" => new InvalidParameterException(error),
            "ServerException" => new ServerException(error),
            _ => new AmazonECSException(error),
        };
}

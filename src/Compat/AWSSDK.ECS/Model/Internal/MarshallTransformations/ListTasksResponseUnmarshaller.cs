using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ListTasksResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static ListTasksResponse Read(JsonElement json) =>
        new() { TaskArns = json.List("taskArns", JsonReading.AsString), NextToken = json.String("nextToken") };

    private static AmazonECSException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDeniedException" => new AccessDeniedException(error),
            "ClientException" => new ClientException(error),
            "ClusterNotFoundException" => new ClusterNotFoundException(error),
            "InvalidParameterException" => new InvalidParameterException(error),
            "ServerException" => new ServerException(error),
            "ServiceNotFoundException" => new ServiceNotFoundException(error),
            _ => new AmazonECSException(error),
        };
}

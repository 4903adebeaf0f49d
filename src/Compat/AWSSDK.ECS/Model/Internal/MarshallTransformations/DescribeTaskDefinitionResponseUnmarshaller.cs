using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DescribeTaskDefinitionResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static DescribeTaskDefinitionResponse Read(JsonElement json) =>
        new()
        {
            TaskDefinition = json.Structure("taskDefinition", TaskDefinitionUnmarshaller.Read),
            Tags = json.List("tags", TagUnmarshaller.Read),
        };

    private static AmazonECSException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDeniedException" => new AccessDeniedException(error),
            "ClientException" => new ClientException(error),
            "InvalidParameterException" => new InvalidParameterException(error),
            "ServerException" => new ServerException(error),
            _ => new AmazonECSException(error),
        };
}

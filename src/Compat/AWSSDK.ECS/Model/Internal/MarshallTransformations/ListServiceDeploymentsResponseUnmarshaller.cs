using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ListServiceDeploymentsResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static ListServiceDeploymentsResponse Read(JsonElement json) =>
        new()
        {
            ServiceDeployments = json.List("serviceDeployments", ServiceDeploymentBriefUnmarshaller.Read),
            NextToken = json.String("nextToken"),
        };

    private static AmazonECSException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDeniedException" => new AccessDeniedException(error),
            "ClientException" => new ClientException(error),
            "ClusterNotFoundException" => new ClusterNotFoundException(error),
            "InvalidParameterException" => new InvalidParameterException(error),
            "ServerException" => new ServerException(error),
            "ServiceNotFoundException" => new ServiceNotFoundException(error),
            "UnsupportedFeatureException" => new UnsupportedFeatureException(error),
            _ => new AmazonECSException(error),
        };
}

using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class UpdateServiceResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static UpdateServiceResponse Read(JsonElement json) =>
        new() { Service = json.Structure("service", ServiceUnmarshaller.Read) };

    private static AmazonECSException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDeniedException" => new AccessDeniedException(error),
            "ClientException" => new ClientException(error),
            "ClusterNotFoundException" => new ClusterNotFoundException(error),
            "InvalidParameterException" => new InvalidParameterException(error),
            "NamespaceNotFoundException" => new NamespaceNotFoundException(error),
            "PlatformTaskDefinitionIncompatibilityException" => new PlatformTaskDefinitionIncompatibilityException(
                error
            ),
            "PlatformUnknownException" => new PlatformUnknownException(error),
            "ServerException" => new ServerException(error),
            "ServiceNotActiveException" => new ServiceNotActiveException(error),
            "ServiceNotFoundException" => new ServiceNotFoundException(error),
            "UnsupportedFeatureException" => new UnsupportedFeatureException(error),
            _ => new AmazonECSException(error),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceRegistryMarshaller
{
    internal static void Write(Utf8JsonWriter json, ServiceRegistry value)
    {
        json.Member("registryArn", value.RegistryArn);
        json.Member("port", value.Port);
        json.Member("containerName", value.ContainerName);
        json.Member("containerPort", value.ContainerPort);
    }
}

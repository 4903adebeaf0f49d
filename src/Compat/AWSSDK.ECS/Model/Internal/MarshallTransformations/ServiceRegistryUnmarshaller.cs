using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceRegistryUnmarshaller
{
    internal static ServiceRegistry Read(JsonElement json) =>
        new()
        {
            RegistryArn = json.String("registryArn"),
            Port = json.Int("port"),
            ContainerName = json.String("containerName"),
            ContainerPort = json.Int("containerPort"),
        };
}

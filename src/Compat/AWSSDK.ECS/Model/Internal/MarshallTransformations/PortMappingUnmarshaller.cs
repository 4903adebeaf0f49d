using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class PortMappingUnmarshaller
{
    internal static PortMapping Read(JsonElement json) =>
        new()
        {
            ContainerPort = json.Int("containerPort"),
            HostPort = json.Int("hostPort"),
            Protocol = json.String("protocol"),
            Name = json.String("name"),
            AppProtocol = json.String("appProtocol"),
            ContainerPortRange = json.String("containerPortRange"),
        };
}

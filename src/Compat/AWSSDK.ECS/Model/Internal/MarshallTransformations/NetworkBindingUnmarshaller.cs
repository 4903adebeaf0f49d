using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class NetworkBindingUnmarshaller
{
    internal static NetworkBinding Read(JsonElement json) =>
        new()
        {
            BindIP = json.String("bindIP"),
            ContainerPort = json.Int("containerPort"),
            HostPort = json.Int("hostPort"),
            Protocol = json.String("protocol"),
            ContainerPortRange = json.String("containerPortRange"),
            HostPortRange = json.String("hostPortRange"),
        };
}

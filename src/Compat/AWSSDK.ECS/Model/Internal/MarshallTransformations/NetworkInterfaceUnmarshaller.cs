using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class NetworkInterfaceUnmarshaller
{
    internal static NetworkInterface Read(JsonElement json) =>
        new()
        {
            AttachmentId = json.String("attachmentId"),
            PrivateIpv4Address = json.String("privateIpv4Address"),
            Ipv6Address = json.String("ipv6Address"),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class NetworkConfigurationUnmarshaller
{
    internal static NetworkConfiguration Read(JsonElement json) =>
        new() { AwsvpcConfiguration = json.Structure("awsvpcConfiguration", AwsVpcConfigurationUnmarshaller.Read) };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class NetworkConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, NetworkConfiguration value)
    {
        json.Member("awsvpcConfiguration", value.AwsvpcConfiguration, AwsVpcConfigurationMarshaller.Write);
    }
}

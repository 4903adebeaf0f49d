using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class AwsVpcConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, AwsVpcConfiguration value)
    {
        json.Member("subnets", value.Subnets);
        json.Member("securityGroups", value.SecurityGroups);
        json.Member("assignPublicIp", value.AssignPublicIp);
    }
}

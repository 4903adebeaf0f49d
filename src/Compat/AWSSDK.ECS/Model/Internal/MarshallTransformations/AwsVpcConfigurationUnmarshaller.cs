using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class AwsVpcConfigurationUnmarshaller
{
    internal static AwsVpcConfiguration Read(JsonElement json) =>
        new()
        {
            Subnets = json.List("subnets", JsonReading.AsString),
            SecurityGroups = json.List("securityGroups", JsonReading.AsString),
            AssignPublicIp = json.String("assignPublicIp"),
        };
}

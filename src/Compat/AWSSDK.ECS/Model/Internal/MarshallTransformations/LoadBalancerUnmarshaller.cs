using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class LoadBalancerUnmarshaller
{
    internal static LoadBalancer Read(JsonElement json) =>
        new()
        {
            TargetGroupArn = json.String("targetGroupArn"),
            LoadBalancerName = json.String("loadBalancerName"),
            ContainerName = json.String("containerName"),
            ContainerPort = json.Int("containerPort"),
            AdvancedConfiguration = json.Structure("advancedConfiguration", AdvancedConfigurationUnmarshaller.Read),
        };
}

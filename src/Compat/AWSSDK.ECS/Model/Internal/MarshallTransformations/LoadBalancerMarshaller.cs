using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class LoadBalancerMarshaller
{
    internal static void Write(Utf8JsonWriter json, LoadBalancer value)
    {
        json.Member("targetGroupArn", value.TargetGroupArn);
        json.Member("loadBalancerName", value.LoadBalancerName);
        json.Member("containerName", value.ContainerName);
        json.Member("containerPort", value.ContainerPort);
        json.Member("advancedConfiguration", value.AdvancedConfiguration, AdvancedConfigurationMarshaller.Write);
    }
}

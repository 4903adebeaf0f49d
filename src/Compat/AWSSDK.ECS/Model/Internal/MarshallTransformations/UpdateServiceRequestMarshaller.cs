using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class UpdateServiceRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<UpdateServiceRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "UpdateService",
        Write
    );

    private static void Write(Utf8JsonWriter json, UpdateServiceRequest request)
    {
        json.Member("cluster", request.Cluster);
        json.Member("service", request.Service);
        json.Member("desiredCount", request.DesiredCount);
        json.Member("taskDefinition", request.TaskDefinition);
        json.Member(
            "capacityProviderStrategy",
            request.CapacityProviderStrategy,
            CapacityProviderStrategyItemMarshaller.Write
        );
        json.Member(
            "deploymentConfiguration",
            request.DeploymentConfiguration,
            DeploymentConfigurationMarshaller.Write
        );
        json.Member("availabilityZoneRebalancing", request.AvailabilityZoneRebalancing);
        json.Member("networkConfiguration", request.NetworkConfiguration, NetworkConfigurationMarshaller.Write);
        json.Member("placementConstraints", request.PlacementConstraints, PlacementConstraintMarshaller.Write);
        json.Member("placementStrategy", request.PlacementStrategy, PlacementStrategyMarshaller.Write);
        json.Member("platformVersion", request.PlatformVersion);
        json.Member("forceNewDeployment", request.ForceNewDeployment);
        json.Member("healthCheckGracePeriodSeconds", request.HealthCheckGracePeriodSeconds);
        json.Member("deploymentController", request.DeploymentController, DeploymentControllerMarshaller.Write);
        json.Member("enableExecuteCommand", request.EnableExecuteCommand);
        json.Member("enableECSManagedTags", request.EnableECSManagedTags);
        json.Member("loadBalancers", request.LoadBalancers, LoadBalancerMarshaller.Write);
        json.Member("propagateTags", request.PropagateTags);
        json.Member("serviceRegistries", request.ServiceRegistries, ServiceRegistryMarshaller.Write);
    }
}

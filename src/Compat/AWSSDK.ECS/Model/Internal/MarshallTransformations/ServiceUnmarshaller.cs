using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceUnmarshaller
{
    internal static Service Read(JsonElement json) =>
        new()
        {
            ServiceArn = json.String("serviceArn"),
            ServiceName = json.String("serviceName"),
            ClusterArn = json.String("clusterArn"),
            LoadBalancers = json.List("loadBalancers", LoadBalancerUnmarshaller.Read),
            ServiceRegistries = json.List("serviceRegistries", ServiceRegistryUnmarshaller.Read),
            Status = json.String("status"),
            DesiredCount = json.Int("desiredCount"),
            RunningCount = json.Int("runningCount"),
            PendingCount = json.Int("pendingCount"),
            LaunchType = json.String("launchType"),
            CapacityProviderStrategy = json.List(
                "capacityProviderStrategy",
                CapacityProviderStrategyItemUnmarshaller.Read
            ),
            PlatformVersion = json.String("platformVersion"),
            PlatformFamily = json.String("platformFamily"),
            TaskDefinition = json.String("taskDefinition"),
            DeploymentConfiguration = json.Structure(
                "deploymentConfiguration",
                DeploymentConfigurationUnmarshaller.Read
            ),
            Deployments = json.List("deployments", DeploymentUnmarshaller.Read),
            RoleArn = json.String("roleArn"),
            Events = json.List("events", ServiceEventUnmarshaller.Read),
            CreatedAt = json.Time("createdAt"),
            CurrentServiceDeployment = json.String("currentServiceDeployment"),
            CurrentServiceRevisions = json.List(
                "currentServiceRevisions",
                ServiceCurrentRevisionSummaryUnmarshaller.Read
            ),
            PlacementConstraints = json.List("placementConstraints", PlacementConstraintUnmarshaller.Read),
            PlacementStrategy = json.List("placementStrategy", PlacementStrategyUnmarshaller.Read),
            NetworkConfiguration = json.Structure("networkConfiguration", NetworkConfigurationUnmarshaller.Read),
            HealthCheckGracePeriodSeconds = json.Int("healthCheckGracePeriodSeconds"),
            SchedulingStrategy = json.String("schedulingStrategy"),
            DeploymentController = json.Structure("deploymentController", DeploymentControllerUnmarshaller.Read),
            Tags = json.List("tags", TagUnmarshaller.Read),
            CreatedBy = json.String("createdBy"),
            EnableECSManagedTags = json.Bool("enableECSManagedTags"),
            PropagateTags = json.String("propagateTags"),
            EnableExecuteCommand = json.Bool("enableExecuteCommand"),
            AvailabilityZoneRebalancing = json.String("availabilityZoneRebalancing"),
            ResourceManagementType = json.String("resourceManagementType"),
        };
}

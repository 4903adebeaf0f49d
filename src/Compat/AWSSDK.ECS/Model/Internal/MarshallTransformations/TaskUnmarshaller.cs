using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class TaskUnmarshaller
{
    internal static Task Read(JsonElement json) =>
        new()
        {
            Attachments = json.List("attachments", AttachmentUnmarshaller.Read),
            AvailabilityZone = json.String("availabilityZone"),
            CapacityProviderName = json.String("capacityProviderName"),
            ClusterArn = json.String("clusterArn"),
            Connectivity = json.String("connectivity"),
            ConnectivityAt = json.Time("connectivityAt"),
            ContainerInstanceArn = json.String("containerInstanceArn"),
            Containers = json.List("containers", ContainerUnmarshaller.Read),
            Cpu = json.String("cpu"),
            CreatedAt = json.Time("createdAt"),
            DesiredStatus = json.String("desiredStatus"),
            EnableExecuteCommand = json.Bool("enableExecuteCommand"),
            ExecutionStoppedAt = json.Time("executionStoppedAt"),
            Group = json.String("group"),
            HealthStatus = json.String("healthStatus"),
            LastStatus = json.String("lastStatus"),
            LaunchType = json.String("launchType"),
            Memory = json.String("memory"),
            PlatformVersion = json.String("platformVersion"),
            PlatformFamily = json.String("platformFamily"),
            PullStartedAt = json.Time("pullStartedAt"),
            PullStoppedAt = json.Time("pullStoppedAt"),
            StartedAt = json.Time("startedAt"),
            StartedBy = json.String("startedBy"),
            StopCode = json.String("stopCode"),
            StoppedAt = json.Time("stoppedAt"),
            StoppedReason = json.String("stoppedReason"),
            StoppingAt = json.Time("stoppingAt"),
            Tags = json.List("tags", TagUnmarshaller.Read),
            TaskArn = json.String("taskArn"),
            TaskDefinitionArn = json.String("taskDefinitionArn"),
            Version = json.Long("version"),
        };
}

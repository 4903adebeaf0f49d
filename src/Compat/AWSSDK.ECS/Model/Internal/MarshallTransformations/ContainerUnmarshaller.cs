using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ContainerUnmarshaller
{
    internal static Container Read(JsonElement json) =>
        new()
        {
            ContainerArn = json.String("containerArn"),
            TaskArn = json.String("taskArn"),
            Name = json.String("name"),
            Image = json.String("image"),
            ImageDigest = json.String("imageDigest"),
            RuntimeId = json.String("runtimeId"),
            LastStatus = json.String("lastStatus"),
            ExitCode = json.Int("exitCode"),
            Reason = json.String("reason"),
            NetworkBindings = json.List("networkBindings", NetworkBindingUnmarshaller.Read),
            NetworkInterfaces = json.List("networkInterfaces", NetworkInterfaceUnmarshaller.Read),
            HealthStatus = json.String("healthStatus"),
            Cpu = json.String("cpu"),
            Memory = json.String("memory"),
            MemoryReservation = json.String("memoryReservation"),
        };
}

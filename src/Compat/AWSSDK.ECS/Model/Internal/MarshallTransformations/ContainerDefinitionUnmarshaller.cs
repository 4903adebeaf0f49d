using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ContainerDefinitionUnmarshaller
{
    internal static ContainerDefinition Read(JsonElement json) =>
        new()
        {
            Name = json.String("name"),
            Image = json.String("image"),
            Cpu = json.Int("cpu"),
            Memory = json.Int("memory"),
            MemoryReservation = json.Int("memoryReservation"),
            PortMappings = json.List("portMappings", PortMappingUnmarshaller.Read),
            Essential = json.Bool("essential"),
            EntryPoint = json.List("entryPoint", JsonReading.AsString),
            Command = json.List("command", JsonReading.AsString),
            Environment = json.List("environment", KeyValuePairUnmarshaller.Read),
            Secrets = json.List("secrets", SecretUnmarshaller.Read),
            DependsOn = json.List("dependsOn", ContainerDependencyUnmarshaller.Read),
            StartTimeout = json.Int("startTimeout"),
            StopTimeout = json.Int("stopTimeout"),
            User = json.String("user"),
            WorkingDirectory = json.String("workingDirectory"),
            ReadonlyRootFilesystem = json.Bool("readonlyRootFilesystem"),
            LogConfiguration = json.Structure("logConfiguration", LogConfigurationUnmarshaller.Read),
            HealthCheck = json.Structure("healthCheck", HealthCheckUnmarshaller.Read),
        };
}

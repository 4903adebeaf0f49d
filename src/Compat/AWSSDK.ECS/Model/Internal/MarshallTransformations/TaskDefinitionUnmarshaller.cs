using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class TaskDefinitionUnmarshaller
{
    internal static TaskDefinition Read(JsonElement json) =>
        new()
        {
            TaskDefinitionArn = json.String("taskDefinitionArn"),
            ContainerDefinitions = json.List("containerDefinitions", ContainerDefinitionUnmarshaller.Read),
            Family = json.String("family"),
            TaskRoleArn = json.String("taskRoleArn"),
            ExecutionRoleArn = json.String("executionRoleArn"),
            NetworkMode = json.String("networkMode"),
            Revision = json.Int("revision"),
            Status = json.String("status"),
            Compatibilities = json.List("compatibilities", JsonReading.AsString),
            RuntimePlatform = json.Structure("runtimePlatform", RuntimePlatformUnmarshaller.Read),
            RequiresCompatibilities = json.List("requiresCompatibilities", JsonReading.AsString),
            Cpu = json.String("cpu"),
            Memory = json.String("memory"),
            RegisteredAt = json.Time("registeredAt"),
            DeregisteredAt = json.Time("deregisteredAt"),
            RegisteredBy = json.String("registeredBy"),
            EphemeralStorage = json.Structure("ephemeralStorage", EphemeralStorageUnmarshaller.Read),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ContainerDependencyUnmarshaller
{
    internal static ContainerDependency Read(JsonElement json) =>
        new() { ContainerName = json.String("containerName"), Condition = json.String("condition") };
}

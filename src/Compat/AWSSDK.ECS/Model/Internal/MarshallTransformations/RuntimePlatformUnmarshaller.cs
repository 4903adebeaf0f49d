using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class RuntimePlatformUnmarshaller
{
    internal static RuntimePlatform Read(JsonElement json) =>
        new()
        {
            CpuArchitecture = json.String("cpuArchitecture"),
            OperatingSystemFamily = json.String("operatingSystemFamily"),
        };
}

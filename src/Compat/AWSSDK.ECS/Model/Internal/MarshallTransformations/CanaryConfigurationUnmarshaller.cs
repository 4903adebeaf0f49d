using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class CanaryConfigurationUnmarshaller
{
    internal static CanaryConfiguration Read(JsonElement json) =>
        new()
        {
            CanaryPercent = json.Double("canaryPercent"),
            CanaryBakeTimeInMinutes = json.Int("canaryBakeTimeInMinutes"),
        };
}

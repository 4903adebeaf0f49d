using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class LinearConfigurationUnmarshaller
{
    internal static LinearConfiguration Read(JsonElement json) =>
        new() { StepPercent = json.Double("stepPercent"), StepBakeTimeInMinutes = json.Int("stepBakeTimeInMinutes") };
}

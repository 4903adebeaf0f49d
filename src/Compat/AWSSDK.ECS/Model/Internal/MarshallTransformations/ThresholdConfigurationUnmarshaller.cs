using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ThresholdConfigurationUnmarshaller
{
    internal static ThresholdConfiguration Read(JsonElement json) =>
        new() { Type = json.String("type"), Value = json.Int("value") };
}

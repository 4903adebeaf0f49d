using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class CapacityProviderStrategyItemUnmarshaller
{
    internal static CapacityProviderStrategyItem Read(JsonElement json) =>
        new()
        {
            CapacityProvider = json.String("capacityProvider"),
            Weight = json.Int("weight"),
            Base = json.Int("base"),
        };
}

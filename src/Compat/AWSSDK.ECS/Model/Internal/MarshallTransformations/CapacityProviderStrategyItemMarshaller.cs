using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class CapacityProviderStrategyItemMarshaller
{
    internal static void Write(Utf8JsonWriter json, CapacityProviderStrategyItem value)
    {
        json.Member("capacityProvider", value.CapacityProvider);
        json.Member("weight", value.Weight);
        json.Member("base", value.Base);
    }
}

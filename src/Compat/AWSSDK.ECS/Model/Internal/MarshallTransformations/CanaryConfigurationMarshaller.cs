using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class CanaryConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, CanaryConfiguration value)
    {
        json.Member("canaryPercent", value.CanaryPercent);
        json.Member("canaryBakeTimeInMinutes", value.CanaryBakeTimeInMinutes);
    }
}

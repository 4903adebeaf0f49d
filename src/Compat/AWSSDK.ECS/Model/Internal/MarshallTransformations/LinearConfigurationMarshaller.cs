using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class LinearConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, LinearConfiguration value)
    {
        json.Member("stepPercent", value.StepPercent);
        json.Member("stepBakeTimeInMinutes", value.StepBakeTimeInMinutes);
    }
}

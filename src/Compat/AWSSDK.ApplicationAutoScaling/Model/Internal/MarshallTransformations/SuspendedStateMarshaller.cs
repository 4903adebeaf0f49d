using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class SuspendedStateMarshaller
{
    internal static void Write(Utf8JsonWriter json, SuspendedState value)
    {
        json.Member("DynamicScalingInSuspended", value.DynamicScalingInSuspended);
        json.Member("DynamicScalingOutSuspended", value.DynamicScalingOutSuspended);
        json.Member("ScheduledScalingSuspended", value.ScheduledScalingSuspended);
    }
}

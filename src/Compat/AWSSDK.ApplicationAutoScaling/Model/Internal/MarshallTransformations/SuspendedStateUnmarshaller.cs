using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class SuspendedStateUnmarshaller
{
    internal static SuspendedState Read(JsonElement json) =>
        new()
        {
            DynamicScalingInSuspended = json.Bool("DynamicScalingInSuspended"),
            DynamicScalingOutSuspended = json.Bool("DynamicScalingOutSuspended"),
            ScheduledScalingSuspended = json.Bool("ScheduledScalingSuspended"),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceRevisionSummaryUnmarshaller
{
    internal static ServiceRevisionSummary Read(JsonElement json) =>
        new()
        {
            Arn = json.String("arn"),
            RequestedTaskCount = json.Int("requestedTaskCount"),
            RunningTaskCount = json.Int("runningTaskCount"),
            PendingTaskCount = json.Int("pendingTaskCount"),
            RequestedTestTrafficWeight = json.Double("requestedTestTrafficWeight"),
            RequestedProductionTrafficWeight = json.Double("requestedProductionTrafficWeight"),
        };
}

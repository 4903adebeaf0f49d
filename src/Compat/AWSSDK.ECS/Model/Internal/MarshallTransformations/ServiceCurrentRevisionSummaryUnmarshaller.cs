using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceCurrentRevisionSummaryUnmarshaller
{
    internal static ServiceCurrentRevisionSummary Read(JsonElement json) =>
        new()
        {
            Arn = json.String("arn"),
            RequestedTaskCount = json.Int("requestedTaskCount"),
            RunningTaskCount = json.Int("runningTaskCount"),
            PendingTaskCount = json.Int("pendingTaskCount"),
        };
}

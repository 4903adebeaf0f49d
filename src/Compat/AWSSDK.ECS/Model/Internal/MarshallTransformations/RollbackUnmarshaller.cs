using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class RollbackUnmarshaller
{
    internal static Rollback Read(JsonElement json) =>
        new()
        {
            Reason = json.String("reason"),
            StartedAt = json.Time("startedAt"),
            ServiceRevisionArn = json.String("serviceRevisionArn"),
        };
}

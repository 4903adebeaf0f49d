using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class QueryCompileErrorUnmarshaller
{
    internal static QueryCompileError Read(JsonElement json) =>
        new()
        {
            Location = json.Structure("location", QueryCompileErrorLocationUnmarshaller.Read),
            Message = json.String("message"),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class QueryCompileErrorLocationUnmarshaller
{
    internal static QueryCompileErrorLocation Read(JsonElement json) =>
        new() { StartCharOffset = json.Int("startCharOffset"), EndCharOffset = json.Int("endCharOffset") };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs.Model.Internal.MarshallTransformations;

internal static class ResultFieldUnmarshaller
{
    internal static ResultField Read(JsonElement json) =>
        new() { Field = json.String("field"), Value = json.String("value") };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MessageDataUnmarshaller
{
    internal static MessageData Read(JsonElement json) =>
        new() { Code = json.String("Code"), Value = json.String("Value") };
}

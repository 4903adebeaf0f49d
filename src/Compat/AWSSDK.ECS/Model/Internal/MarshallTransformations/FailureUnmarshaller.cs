using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class FailureUnmarshaller
{
    internal static Failure Read(JsonElement json) =>
        new()
        {
            Arn = json.String("arn"),
            Reason = json.String("reason"),
            Detail = json.String("detail"),
        };
}

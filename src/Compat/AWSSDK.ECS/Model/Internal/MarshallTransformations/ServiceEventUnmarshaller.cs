using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceEventUnmarshaller
{
    internal static ServiceEvent Read(JsonElement json) =>
        new()
        {
            Id = json.String("id"),
            CreatedAt = json.Time("createdAt"),
            Message = json.String("message"),
        };
}

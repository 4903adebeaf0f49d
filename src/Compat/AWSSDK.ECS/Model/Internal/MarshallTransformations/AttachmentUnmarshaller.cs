using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class AttachmentUnmarshaller
{
    internal static Attachment Read(JsonElement json) =>
        new()
        {
            Id = json.String("id"),
            Type = json.String("type"),
            Status = json.String("status"),
            Details = json.List("details", KeyValuePairUnmarshaller.Read),
        };
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class CreatedAtMarshaller
{
    internal static void Write(Utf8JsonWriter json, CreatedAt value)
    {
        json.Member("before", value.Before);
        json.Member("after", value.After);
    }
}

using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class EphemeralStorageUnmarshaller
{
    internal static EphemeralStorage Read(JsonElement json) => new() { SizeInGiB = json.Int("sizeInGiB") };
}

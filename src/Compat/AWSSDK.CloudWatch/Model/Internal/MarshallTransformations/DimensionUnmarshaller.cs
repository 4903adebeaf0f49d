using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DimensionUnmarshaller
{
    internal static Dimension Read(JsonElement json) =>
        new() { Name = json.String("Name"), Value = json.String("Value") };
}

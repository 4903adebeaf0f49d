using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Commands;

/// <summary>The results as a file for other programs; times ISO 8601, null where there was none.</summary>
internal static class DrillJson
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static void Write(IReadOnlyList<DrillResult> results, FileInfo file) =>
        File.WriteAllText(file.FullName, new JsonArray([.. results.Select(Of)]).ToJsonString(s_indented) + "\n");

    private static JsonNode Of(DrillResult result) =>
        new JsonObject
        {
            ["name"] = result.Name,
            ["seed"] = result.Seed,
            ["verdict"] = result.Verdict,
            ["why"] = result.Why,
            ["faultAt"] = At(result.FaultAt),
            ["detectedAt"] = At(result.DetectedAt),
            ["firstActionAt"] = At(result.FirstActionAt),
            ["recoveredAt"] = At(result.RecoveredAt),
            ["actions"] = new JsonArray([
                .. result.Actions.Select(one => new JsonObject
                {
                    ["at"] = At(one.At),
                    ["action"] = one.Action,
                    ["because"] = one.Because,
                }),
            ]),
            ["denials"] = new JsonArray([
                .. result.Denials.Select(one => new JsonObject
                {
                    ["at"] = At(one.At),
                    ["guard"] = one.Guard,
                    ["because"] = one.Because,
                }),
            ]),
            ["compiled"] = result.Compiled,
        };

    private static string? At(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

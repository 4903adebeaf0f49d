using System.Text.Json;
using LambdaOps.Engine;

namespace LambdaOps.Aws.Signals;

/// <summary>Reads a lifecycle hook of ECS. It waits for an answer: what it does not say is empty, and no error.</summary>
internal static class HookReader
{
    /// <summary>By which it is known.</summary>
    public const string Stage = "lifecycleStage";

    public static HookCall Read(JsonElement root) =>
        new(
            Text(root, "executionId"),
            Text(root, Stage),
            Text(root, "resourceArn"),
            root.TryGetProperty("executionDetails", out var details) ? Text(details, "serviceArn") : ""
        );

    private static string Text(JsonElement place, string name) =>
        place.ValueKind == JsonValueKind.Object
        && place.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}

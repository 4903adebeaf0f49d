using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Resolved properties with their path, for readers that say where something is wrong.</summary>
internal sealed record ResourceProperties(string LogicalId, JsonObject Values, string Path)
{
    public bool Has(string name) => Values[name] is not null;

    public string Text(string name) => OptionalText(name) ?? throw new StackError($"{Path}/{name}", "it is required.");

    public string? OptionalText(string name) =>
        Values[name] switch
        {
            null => null,
            JsonValue value => value.ToString(),
            _ => throw new StackError($"{Path}/{name}", "expected a text."),
        };

    public int? OptionalInteger(string name) =>
        OptionalText(name) switch
        {
            null => null,
            var text when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            var text => throw new StackError($"{Path}/{name}", $"'{text}' is no whole number."),
        };

    public TimeSpan Seconds(string name, int otherwise) => TimeSpan.FromSeconds(OptionalInteger(name) ?? otherwise);

    public bool Flag(string name) =>
        OptionalText(name) switch
        {
            null => false,
            var text when bool.TryParse(text, out var flag) => flag,
            var text => throw new StackError($"{Path}/{name}", $"'{text}' is neither true nor false."),
        };

    public ResourceProperties? Object(string name) =>
        Values[name] switch
        {
            null => null,
            JsonObject fields => new ResourceProperties(LogicalId, fields, $"{Path}/{name}"),
            _ => throw new StackError($"{Path}/{name}", "expected an object."),
        };

    public ResourceProperties Required(string name) =>
        Object(name) ?? throw new StackError($"{Path}/{name}", "it is required.");

    public IEnumerable<ResourceProperties> Objects(string name) =>
        List(name)
            .Select(
                (item, index) =>
                    item is JsonObject fields
                        ? new ResourceProperties(LogicalId, fields, $"{Path}/{name}/{index}")
                        : throw new StackError($"{Path}/{name}/{index}", "expected an object.")
            );

    /// <summary>A list of texts, or the one text that stands in its place.</summary>
    public IEnumerable<string> Texts(string name) =>
        Values[name] is JsonValue single
            ? [single.ToString()]
            : List(name)
                .Select(
                    (item, index) =>
                        item is JsonValue value
                            ? value.ToString()
                            : throw new StackError($"{Path}/{name}/{index}", "expected a text.")
                );

    public JsonArray List(string name) =>
        Values[name] switch
        {
            null => [],
            JsonArray list => list,
            _ => throw new StackError($"{Path}/{name}", "expected a list."),
        };

    public JsonElement? OptionalElement(string name) => Values[name] is { } node ? Element(node) : null;

    public JsonElement AsElement() => Element(Values);

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}

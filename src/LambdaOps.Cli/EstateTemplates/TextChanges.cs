using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>Changes a JSON file's text in places, and remembers where it was another one.</summary>
internal sealed class TextChanges(TemplateText text)
{
    private readonly ImmutableArray<string>.Builder _changed = ImmutableArray.CreateBuilder<string>();

    /// <summary>Each place once, in the order of its first change.</summary>
    public ImmutableArray<string> Changed => [.. _changed.Distinct()];

    /// <inheritdoc cref="TemplateText.Set"/>
    public void Set(string path, JsonNode value, string? after = null) =>
        Change(path, () => text.Set(path, value, after));

    /// <summary>Puts a value at a place, or takes away what stands there.</summary>
    public void SetIf(bool wanted, string path, JsonNode value, string? after = null) =>
        Change(
            path,
            () =>
            {
                if (wanted)
                {
                    text.Set(path, value, after);
                }
                else
                {
                    text.Remove(path);
                }
            }
        );

    /// <summary>Puts a role's policy in its place, or takes it away.</summary>
    /// <param name="index">Where a new one comes.</param>
    public void SetPolicy(string policies, string name, int index, JsonNode? policy)
    {
        var at = ((JsonArray)text.At(policies)!)
            .Index()
            .Where(one => NameOf(one.Item) == name)
            .Select(one => (int?)one.Index)
            .FirstOrDefault();
        Change(
            $"{policies}/{name}",
            () =>
            {
                switch (at, policy)
                {
                    case ({ } old, null):
                        text.Remove(FormattableString.Invariant($"{policies}/{old}"));
                        break;
                    case ({ } old, { } written):
                        text.Set(FormattableString.Invariant($"{policies}/{old}"), written);
                        break;
                    case (null, { } written):
                        text.Insert(policies, index, written);
                        break;
                }
            }
        );
    }

    public static string? NameOf(JsonNode? policy) =>
        (string?)(policy?["Fn::If"] is JsonArray choice ? choice[1]?["PolicyName"] : policy?["PolicyName"]);

    public void Change(string place, Action change)
    {
        var before = text.Changes;
        change();
        if (text.Changes != before)
        {
            _changed.Add(place);
        }
    }
}

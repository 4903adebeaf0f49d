using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// EventBridge patterns for a remedy's alarms: those that the estate's rules name, by pattern or tag too, and only
/// changes to or from ALARM. As many as it takes to keep each within EventBridge's limit.
/// </summary>
public static class AlarmPatterns
{
    /// <summary>Characters of one pattern.</summary>
    public const int Longest = 2048;

    public static ImmutableArray<JsonObject> Of(ProcedureName remedy, Estate estate)
    {
        var rules = estate.Alarms.Where(rule => rule.Remedy == remedy).ToList();
        return
        [
            .. Of(rules.Where(rule => rule.Contributor is null), AlarmEvents.StateChange, hasPrevious: true),
            .. Of(
                rules.Where(rule => rule.Contributor is not null),
                AlarmEvents.ContributorStateChange,
                hasPrevious: false
            ),
        ];
    }

    /// <param name="hasPrevious">Whether such an event says in which state the alarm was before.</param>
    private static IEnumerable<JsonObject> Of(IEnumerable<AlarmRule> rules, string detailType, bool hasPrevious)
    {
        var matches = rules.Select(rule => rule.Match).ToList();
        var names = matches
            .Select(match =>
                match switch
                {
                    AlarmMatch.ByName byName => JsonSerializer.Serialize(byName.Name),
                    AlarmMatch.ByPattern byPattern => Wildcard(byPattern.Pattern),
                    _ => null,
                }
            )
            .OfType<string>()
            .Distinct();
        var tags = matches
            .OfType<AlarmMatch.ByTag>()
            .GroupBy(tag => tag.Key, tag => JsonSerializer.Serialize(tag.Value))
            .OrderBy(tag => tag.Key, StringComparer.Ordinal);
        return
        [
            .. Patterns(names, detail => Whole(detail, detailType, hasPrevious), "alarmName"),
            .. tags.SelectMany(tag =>
                Patterns(
                    tag.Distinct(),
                    detail => Whole(new JsonObject { ["alarmTags"] = detail }, detailType, hasPrevious),
                    tag.Key
                )
            ),
        ];
    }

    private static IEnumerable<JsonObject> Patterns(
        IEnumerable<string> alternatives,
        Func<JsonObject, JsonObject> whole,
        string field
    )
    {
        var values = new JsonArray();
        JsonObject Pattern() => whole(new JsonObject { [field] = values.DeepClone() });
        foreach (var alternative in alternatives)
        {
            values.Add(JsonNode.Parse(alternative));
            if (Pattern().ToJsonString().Length > Longest && values.Count > 1)
            {
                values.RemoveAt(values.Count - 1);
                yield return Pattern();
                values = [JsonNode.Parse(alternative)];
            }
        }

        if (values.Count > 0)
        {
            yield return Pattern();
        }
    }

    /// <summary>A change between OK and INSUFFICIENT_DATA neither opens nor ends anything.</summary>
    private static JsonObject Whole(JsonObject detail, string detailType, bool hasPrevious)
    {
        if (hasPrevious)
        {
            detail["$or"] = new JsonArray(State("state"), State("previousState"));
        }

        return new JsonObject
        {
            ["source"] = new JsonArray("aws.cloudwatch"),
            ["detail-type"] = new JsonArray(detailType),
            ["detail"] = detail,
        };

        static JsonObject State(string which) =>
            new() { [which] = new JsonObject { ["value"] = new JsonArray("ALARM") } };
    }

    /// <summary>
    /// EventBridge knows only *, and not two in a row: ? becomes *. Some more alarms arrive than the rule means; the
    /// function looks again.
    /// </summary>
    private static string Wildcard(string pattern)
    {
        var written = new StringBuilder();
        var isAfterWildcard = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var isWildcard = pattern[at] is '*' or '?';
            if (isWildcard)
            {
                written.Append(isAfterWildcard ? "" : "*");
            }
            else
            {
                at += pattern[at] == '\\' && at + 1 < pattern.Length ? 1 : 0;
                written.Append(pattern[at] is '*' or '\\' ? $"\\{pattern[at]}" : pattern[at].ToString());
            }

            isAfterWildcard = isWildcard;
        }

        return new JsonObject { ["wildcard"] = written.ToString() }.ToJsonString();
    }
}

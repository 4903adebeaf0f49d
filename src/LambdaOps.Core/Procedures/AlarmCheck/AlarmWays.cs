using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Procedures.AlarmCheck;

/// <summary>
/// The ways on which an alarm comes to a function of LambdaOps: its own action, a topic, an EventBridge rule. One that
/// is open is enough; where none is, the alarm fires into nothing.
/// </summary>
internal sealed class AlarmWays
{
    private readonly ImmutableDictionary<string, AlarmTopic> _topics;
    private readonly ImmutableArray<(AlarmEventRule Rule, EventPattern? Pattern)> _rules;
    private readonly string? _rulesUnseen;

    public AlarmWays(ImmutableArray<AlarmTopic> topics, Fact<AlarmEventRules> rules)
    {
        _topics = topics.ToImmutableDictionary(topic => topic.Arn);
        _rulesUnseen = rules.WhyMissing;
        _rules = rules is Fact<AlarmEventRules>.Known(var seen, _)
            ? [.. seen.Rules.Where(rule => rule.Pattern is not null).Select(rule => (rule, Read(rule.Pattern!)))]
            : [];
    }

    /// <summary>Why an alarm does not come through, or may not; null where it does.</summary>
    public Finding? Of(StandingAlarm alarm)
    {
        var topics = alarm.AlarmActions.Select(_topics.GetValueOrDefault).OfType<AlarmTopic>().ToList();
        if (!alarm.Functions.IsEmpty || topics.Exists(topic => !topic.Functions.IsEmpty))
        {
            return null;
        }

        var unseen = topics.Where(topic => topic.Unseen is not null).Select(topic => $"{topic.Name}: {topic.Unseen}");
        var closed = topics
            .Where(topic => topic.Unseen is null)
            .Select(topic => $"no function of LambdaOps is subscribed to its topic {topic.Name}");
        return OfEvent(
            alarm.Name,
            $"alarm {alarm.Name}",
            EventOf(AlarmEvents.StateChange, alarm.Name, alarm.Arn, tag: null),
            [.. unseen],
            topics.Count == 0 ? ["it sends to no topic"] : [.. closed]
        );
    }

    /// <summary>The same of alarms that are known by their tag alone: only a rule can take them.</summary>
    public Finding? Of(AlarmMatch.ByTag tag) =>
        OfEvent(
            $"{tag.Text}",
            $"alarms with the tag {tag.Text}",
            EventOf(AlarmEvents.StateChange, "any", "any", tag),
            [],
            []
        );

    /// <summary>
    /// The same of an alarm over many series, where the estate means single ones: their changes go to EventBridge alone.
    /// </summary>
    public Finding? OfSeries(StandingAlarm alarm) =>
        OfEvent(
            alarm.Name,
            $"series of the alarm {alarm.Name}",
            EventOf(AlarmEvents.ContributorStateChange, alarm.Name, alarm.Arn, tag: null),
            [],
            ["a series sends to no topic"]
        );

    private Finding? OfEvent(
        string key,
        string subject,
        JsonElement happened,
        ImmutableArray<string> unseen,
        ImmutableArray<string> closed
    )
    {
        var takes = _rules.Where(one => one.Pattern?.Matches(happened) == true).Select(one => one.Rule).ToList();
        if (takes.Exists(rule => rule.IsEnabled))
        {
            return null;
        }

        unseen =
        [
            .. unseen,
            .. _rulesUnseen is { } why ? [$"event rules: {why}"] : Array.Empty<string>(),
            .. _rules
                .Where(one => one.Pattern is null && one.Rule.IsEnabled)
                .Select(one => $"the pattern of the event rule {one.Rule.Name} cannot be read"),
        ];
        if (!unseen.IsEmpty)
        {
            return new Finding(
                FindingLevel.Missing,
                $"way {key}",
                $"whether the {subject} leads to LambdaOps was not seen: {string.Join("; ", unseen)}"
            );
        }

        closed =
        [
            .. closed,
            takes.Count == 0
                ? "no event rule with a function of LambdaOps takes it"
                : $"the event rule {string.Join(", ", takes.Select(rule => rule.Name))} is disabled",
        ];
        return new Finding(
            FindingLevel.Danger,
            $"way {key}",
            $"the {subject} fires into nothing: {string.Join("; ", closed)}"
        );
    }

    internal static string Names(ImmutableArray<FunctionName> functions) => string.Join(", ", functions);

    private static EventPattern? Read(string pattern)
    {
        try
        {
            return EventPattern.Parse(pattern);
        }
        catch (Exception unknown) when (unknown is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The event that EventBridge gets when such an alarm goes off.</summary>
    private static JsonElement EventOf(string detailType, string name, string arn, AlarmMatch.ByTag? tag)
    {
        var words = arn.Split(':');
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("version", "0");
            json.WriteString("source", "aws.cloudwatch");
            json.WriteString("detail-type", detailType);
            json.WriteString("region", words is [_, _, _, var region, ..] ? region : "");
            json.WriteString("account", words is [_, _, _, _, var account, ..] ? account : "");
            json.WriteStartArray("resources");
            json.WriteStringValue(arn);
            json.WriteEndArray();
            json.WriteStartObject("detail");
            json.WriteString("alarmName", name);
            State("state", "ALARM");
            State("previousState", "OK");
            if (tag is not null)
            {
                json.WriteStartObject("alarmTags");
                json.WriteString(tag.Key, tag.Value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();

            void State(string member, string value)
            {
                json.WriteStartObject(member);
                json.WriteString("value", value);
                json.WriteEndObject();
            }
        }

        using var document = JsonDocument.Parse(written.WrittenMemory);
        return document.RootElement.Clone();
    }
}

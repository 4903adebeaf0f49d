using System.Collections.Immutable;
using System.Text.Json;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Signals;

/// <summary>Makes signals of alarms in their three shapes. Every error names its place in the event.</summary>
internal static class AlarmSignals
{
    private const string AnomalyFunction = "ANOMALY_DETECTION_BAND";

    public static Signal.AlarmChanged From(SnsAlarmMessage message, string place)
    {
        var metrics = message.Trigger?.Metrics;
        var kind =
            message.AlarmRule is not null ? AlarmKind.Composite
            : message.Trigger?.ThresholdMetricId is not null ? AlarmKind.Anomaly
            : KindOf(metrics?.Select(metric => metric?.Expression));
        return new Signal.AlarmChanged(
            Required(message.AlarmName, $"{place}.AlarmName", "the alarm's name"),
            Arn(message.AlarmArn, $"{place}.AlarmArn"),
            kind,
            State(message.NewStateValue, $"{place}.NewStateValue"),
            message.OldStateValue is null ? null : State(message.OldStateValue, $"{place}.OldStateValue"),
            Time(message.StateChangeTime, $"{place}.StateChangeTime"),
            message.NewStateReason ?? "",
            AlarmRoute.Sns,
            Tags(message.AlarmTags, $"{place}.AlarmTags")
        );
    }

    public static Signal.AlarmChanged From(
        AlarmDetail? detail,
        string? arn,
        string arnPlace,
        string place,
        AlarmRoute route
    )
    {
        if (detail is null)
        {
            throw new BadEventException(place, "nothing", "an alarm's name, state and configuration");
        }

        var state =
            detail.State ?? throw new BadEventException($"{place}.state", "nothing", "value, reason and timestamp");
        var contributor = ContributorOf(detail);
        var kind = detail.Configuration?.AlarmRule is not null
            ? AlarmKind.Composite
            : KindOf(detail.Configuration?.Metrics?.Select(metric => metric?.Expression));
        return new Signal.AlarmChanged(
            Required(detail.AlarmName, $"{place}.alarmName", "the alarm's name"),
            // Each series has its own changes: with its dimensions the ARN is the identity of one.
            Arn(arn, arnPlace) + (contributor is null ? "" : $"#{Show(contributor)}"),
            kind,
            State(state.Value, $"{place}.state.value"),
            detail.PreviousState?.Value is { } previous ? State(previous, $"{place}.previousState.value") : null,
            Time(state.Timestamp, $"{place}.state.timestamp"),
            state.Reason ?? "",
            route,
            Tags(detail.AlarmTags, $"{place}.alarmTags")
        )
        {
            Contributor = contributor,
            Silenced = SilenceOf(detail, state),
        };
    }

    /// <summary>"actions suppressed by Alarm: Actions suppressed by planned-maintenance"; null for none.</summary>
    public static string? Suppressed(string? by, string? reason) =>
        string.IsNullOrEmpty(by) ? null : $"actions suppressed by {by}{(reason is null ? "" : $": {reason}")}";

    /// <summary>"ALARM", "OK" or "INSUFFICIENT_DATA".</summary>
    public static AlarmState State(string? value, string place) =>
        value switch
        {
            "ALARM" => AlarmState.Alarm,
            "OK" => AlarmState.Ok,
            "INSUFFICIENT_DATA" => AlarmState.InsufficientData,
            _ => throw new BadEventException(place, Show(value), "ALARM, OK or INSUFFICIENT_DATA"),
        };

    public static string Required(string? value, string place, string expected) =>
        string.IsNullOrWhiteSpace(value) ? throw new BadEventException(place, Show(value), expected) : value;

    public static string Show(string? value) => value is null ? "nothing" : $"\"{value}\"";

    /// <summary>The dimensions of the one series that changed; null where the change is of the whole alarm.</summary>
    private static ImmutableSortedDictionary<string, string>? ContributorOf(AlarmDetail detail) =>
        (detail.AlarmContributor ?? detail.Contributor)?.Attributes is { } attributes
            ? attributes.ToImmutableSortedDictionary(one => one.Key, one => one.Value ?? "", StringComparer.Ordinal)
            : null;

    private static string Show(ImmutableSortedDictionary<string, string> contributor) =>
        string.Join(",", contributor.Select(one => $"{one.Key}={one.Value}"));

    /// <summary>What a suppressor and a mute rule say; a mute window says itself when it ends.</summary>
    private static Silence? SilenceOf(AlarmDetail detail, AlarmDetailState state)
    {
        string?[] reasons =
        [
            Suppressed(state.ActionsSuppressedBy, state.ActionsSuppressedReason),
            detail.MuteDetail is { } mute ? $"muted by {mute.MutedByArn?.Split(':')[^1] ?? "a mute rule"}" : null,
        ];
        return reasons.OfType<string>().ToList() is { Count: > 0 } given
            ? new Silence(string.Join("; ", given))
            {
                Until = AwsTime.TryRead(detail.MuteDetail?.MuteWindowEnd, out var end) ? end : null,
            }
            : null;
    }

    private static AlarmKind KindOf(IEnumerable<string?>? expressions)
    {
        var written = expressions?.Where(expression => expression is not null).ToList() ?? [];
        return written.Any(expression => expression!.StartsWith(AnomalyFunction, StringComparison.Ordinal))
                ? AlarmKind.Anomaly
            : written.Count > 0 ? AlarmKind.Math
            : AlarmKind.Metric;
    }

    private static string Arn(string? arn, string place) =>
        arn is not null
        && arn.StartsWith("arn:", StringComparison.Ordinal)
        && arn.Split(':') is { Length: >= 7 } parts
        && parts[2] == "cloudwatch"
        && parts[5] == "alarm"
            ? arn
            : throw new BadEventException(
                place,
                Show(arn),
                "an alarm's ARN, arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME"
            );

    private static DateTimeOffset Time(string? text, string place) =>
        AwsTime.TryRead(text, out var at)
            ? at
            : throw new BadEventException(place, Show(text), "a time such as 2026-01-15T03:15:00.000+0000");

    /// <summary>Tags come as an object of key and value, or as a list of such pairs.</summary>
    private static ImmutableSortedDictionary<string, string> Tags(JsonElement tags, string place)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (tags.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                foreach (var tag in tags.EnumerateObject().Where(tag => tag.Value.ValueKind == JsonValueKind.String))
                {
                    read[tag.Name] = tag.Value.GetString()!;
                }

                break;
            case JsonValueKind.Array:
                foreach (var tag in tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.Object))
                {
                    if (Member(tag, "key") is { } key && Member(tag, "value") is { } value)
                    {
                        read[key] = value;
                    }
                }

                break;
            default:
                throw new BadEventException(place, tags.GetRawText(), "an object or a list of tags");
        }

        return read.ToImmutable();
    }

    private static string? Member(JsonElement tag, string name)
    {
        foreach (var member in tag.EnumerateObject())
        {
            if (
                member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                && member.Value.ValueKind == JsonValueKind.String
            )
            {
                return member.Value.GetString();
            }
        }

        return null;
    }
}

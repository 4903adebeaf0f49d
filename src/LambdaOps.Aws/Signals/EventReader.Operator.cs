using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Signals;

// What a person signs: the control switch, and names that are none.
public static partial class EventReader
{
    private const string Times = "a time such as 18:00 (the estate's) or 2026-01-15T18:00+09:00";

    private static Signal.ControlSet ReadControl(OperatorRequest asked)
    {
        (string Name, string? Value)[] others =
        [
            ("target", asked.Target),
            ("remedy", asked.Remedy),
            ("mode", asked.Mode),
            ("page", asked.Page),
            ("approve", asked.Approve),
            ("refuse", asked.Refuse),
            ("acknowledge", asked.Acknowledge),
        ];
        if (Array.Find(others, other => other.Value is not null) is { Name: { } more, Value: var value })
        {
            throw new BadEventException($"operator.{more}", AlarmSignals.Show(value), "none beside control");
        }

        var mode = asked.Control switch
        {
            "off" => Mode.Off,
            "observe" => Mode.Observe,
            "ask" => Mode.Ask,
            "act" => Mode.Act,
            _ => throw new BadEventException(
                "operator.control",
                AlarmSignals.Show(asked.Control),
                "\"off\", \"observe\", \"ask\" or \"act\""
            ),
        };
        var (until, time) = ReadUntil(asked.Until);
        return mode == Mode.Act && asked.Until is not null
            ? throw new BadEventException(
                "operator.until",
                AlarmSignals.Show(asked.Until),
                "none with control \"act\": that needs no end"
            )
            : new Signal.ControlSet(
                mode,
                Signed(asked.By, "operator.by", "who sets it"),
                Signed(asked.Because, "operator.because", "why")
            )
            {
                Until = until,
                UntilTime = time,
            };
    }

    private static (DateTimeOffset? Until, TimeOnly? Time) ReadUntil(string? text) =>
        text is null ? (null, null)
        : TimeOnly.TryParseExact(text, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (null, time)
        : HasOffset().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            ? (until, null)
        : throw new BadEventException("operator.until", AlarmSignals.Show(text), Times);

    /// <summary>
    /// A person's own words. What notices and events/*.json hold in their place says that nobody signed.
    /// </summary>
    private static string Signed(string? text, string place, string expected)
    {
        var signed = AlarmSignals.Required(text?.Trim(), place, expected);
        return Placeholder().IsMatch(signed)
            ? throw new BadEventException(place, $"the placeholder \"{signed}\"", $"{expected}, in your own words")
            : signed;
    }

    [GeneratedRegex(@"(Z|[+-]\d\d:?\d\d)$")]
    private static partial Regex HasOffset();

    [GeneratedRegex(
        @"^(your name|name|who|why|the on-call engineer|[.…\s]+|<.*>|\{.*\}|\[.*\])$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Placeholder();
}

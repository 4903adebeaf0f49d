using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Backtests;

/// <summary>An alarm as a person writes it: "value > 85 for 2 of 3 x 300s", or "anomaly of value for 1 of 1 x 300s".</summary>
/// <param name="Column">The metric's name; null for the only one that there is.</param>
/// <param name="Limit">What breaches; null for what <see cref="Anomalies.AnomalyDetector"/> detects.</param>
/// <param name="Needed">M of N.</param>
/// <param name="Periods">N.</param>
/// <param name="Period">As CloudWatch takes it: 10, 20 or 30 seconds, or whole minutes.</param>
public sealed partial record BacktestAlarm(
    string? Column,
    BacktestLimit? Limit,
    int Needed,
    int Periods,
    TimeSpan Period
)
{
    /// <summary>How it is written.</summary>
    public const string Form = "such as \"value > 85 for 2 of 3 x 300s\", or \"anomaly\"";

    /// <summary>Names of metrics have 255 at most.</summary>
    private const int MostLetters = 500;

    private const string Anomaly = "anomaly";

    private const int DefaultPeriodSeconds = 300;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>As CloudWatch bounds it: N periods cover so much at most, or <see cref="s_longest"/>.</summary>
    private static readonly TimeSpan s_longestOfShort = TimeSpan.FromDays(1);

    /// <summary>With periods of an hour or more.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>The alarm, or what was expected in its place.</summary>
    public static (BacktestAlarm? Alarm, string? Expected) Read(string text)
    {
        if (text.Length > MostLetters || Whole().Match(text) is not { Success: true } match)
        {
            return (null, Form);
        }

        var column = match.Groups["quoted"] is { Success: true } quoted
            ? quoted.Value
            : match.Groups["name"].Value.Trim();
        var limit = LimitOf(match);
        if (!match.Groups["sign"].Success)
        {
            // The word is no name: then everything behind it is.
            column = match.Groups["of"] is { Success: true } of ? of.Value.Trim() : "";
        }
        else if (limit is null)
        {
            return (null, $"a number behind '{match.Groups["sign"].Value}', {Form}");
        }

        var periods = Whole(match, "n", otherwise: 1);
        var needed = Whole(match, "m", otherwise: periods ?? 1);
        var seconds = Whole(match, "length", otherwise: DefaultPeriodSeconds) * UnitOf(match);
        return (needed, periods, seconds) switch
        {
            (not >= 1, _, _) or (_, not >= 1, _) => (null, "M and N from 1 on in \"for M of N x 300s\""),
            var (m, n, _) when m > n => (null, "an M that is no more than N in \"for M of N x 300s\""),
            (_, _, not (10 or 20 or 30)) when seconds is null or <= 0 || seconds % 60 != 0 => (
                null,
                "a period that CloudWatch has: 10s, 20s, 30s or whole minutes"
            ),
            var (_, n, s) when (double)n * s.Value > LongestOf(s.Value).TotalSeconds => (
                null,
                "N periods of a day together at most, of a week with periods of an hour or more, as CloudWatch has it"
            ),
            var (m, n, s) => (
                new BacktestAlarm(
                    column.Length == 0 ? null : column,
                    limit,
                    m.Value,
                    n.Value,
                    TimeSpan.FromSeconds(s.Value)
                ),
                null
            ),
        };
    }

    /// <summary>Whether high values are what it is about, or low ones.</summary>
    public bool LooksUp => Limit?.LooksUp ?? true;

    public override string ToString()
    {
        var what = Limit is { } limit
            ? $"{Column ?? "the value"} {limit}"
            : $"{Anomaly}{(Column is null ? "" : $" of {Column}")}";
        var seconds = (int)Period.TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{what} for {Needed} of {Periods} x {seconds}s");
    }

    private static TimeSpan LongestOf(long seconds) => seconds >= s_hour.TotalSeconds ? s_longest : s_longestOfShort;

    private static BacktestLimit? LimitOf(Match match) =>
        match.Groups["sign"].Success
        && double.TryParse(
            match.Groups["number"].ValueSpan,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var threshold
        )
        && double.IsFinite(threshold)
            ? new BacktestLimit(
                match.Groups["sign"].Value switch
                {
                    ">" => Comparison.GreaterThanThreshold,
                    ">=" => Comparison.GreaterThanOrEqualToThreshold,
                    "<" => Comparison.LessThanThreshold,
                    "<=" => Comparison.LessThanOrEqualToThreshold,
                    _ => throw new UnreachableException(),
                },
                threshold
            )
            : null;

    /// <summary>Null for what is no number of this size.</summary>
    private static int? Whole(Match match, string group, int otherwise) =>
        match.Groups[group] is not { Success: true } given ? otherwise
        : int.TryParse(given.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static long UnitOf(Match match) =>
        match.Groups["unit"].Value switch
        {
            "m" or "min" => 60,
            "h" => 3600,
            _ => 1,
        };

    [GeneratedRegex(
        """
            ^\s*(?:
                (?:"(?<quoted>[^"]+)"|'(?<quoted>[^']+)'|(?<name>[^<>"']+?))\s*(?<sign>>=|<=|>|<)\s*(?<number>[^\s<>=]+)
              | anomaly(?:\s+of\s+(?:"(?<of>[^"]+)"|'(?<of>[^']+)'|(?<of>.+?)))?
            )
            (?:\s+for\s+(?:(?<m>\d{1,9})\s+of\s+)?(?<n>\d{1,9})\s*[xX×*]\s*(?<length>\d{1,9})\s*(?<unit>s|m|min|h))?\s*$
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Whole();
}

/// <summary>A threshold with how values are compared with it.</summary>
public sealed record BacktestLimit(Comparison Comparison, double Threshold)
{
    /// <summary>Whether it is about high values.</summary>
    public bool LooksUp => Comparison is Comparison.GreaterThanThreshold or Comparison.GreaterThanOrEqualToThreshold;

    public bool IsBreaching(double value) => Comparison.IsBreaching(value, Threshold);

    public override string ToString()
    {
        var sign = Comparison switch
        {
            Comparison.GreaterThanThreshold => ">",
            Comparison.GreaterThanOrEqualToThreshold => ">=",
            Comparison.LessThanThreshold => "<",
            _ => "<=",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{sign} {Threshold}");
    }
}

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

public abstract partial record ReportFacts
{
    /// <summary>A day of the estate (runbook: 朝の確認作業, 日次チェックリスト, generate-daily-report.js).</summary>
    public sealed record Daily(LocalDay Of, DateTimeOffset At) : ReportFacts(Of, At)
    {
        public override string Name => FormattableString.Invariant($"daily/{Day.Date:yyyy-MM-dd}");

        public override string Command => FormattableString.Invariant($"lambdaops report --day {Day.Date:yyyy-MM-dd}");

        public required ImmutableArray<ServiceFacts> Services { get; init; }

        public required ImmutableArray<ComparedFigures> Tables { get; init; }

        /// <summary>Null where the estate names no metric of them.</summary>
        public required ComparedFigures? Users { get; init; }

        public required Fact<IncidentsOfDays> Incidents { get; init; }

        public required Fact<AlarmChanges> Alarms { get; init; }

        public required Fact<LastReports> Reports { get; init; }

        public required Fact<LoggedLines> Errors { get; init; }

        /// <summary>By where they came from.</summary>
        public required Fact<LoggedLines> FailedLogins { get; init; }

        /// <summary>The runbook's own lines, in its order.</summary>
        public required ImmutableArray<ChecklistFact> Checklist { get; init; }

        public required ImmutableArray<Suggestion> Suggestions { get; init; }

        /// <summary>The worst of all that it says.</summary>
        public required FindingLevel Worst { get; init; }
    }
}

/// <summary>A subject's figures of the day, and of the days that it is held against.</summary>
/// <param name="Subject">As the estate names it.</param>
/// <param name="Day">Null where they are not known.</param>
/// <param name="Before">Of the day before.</param>
/// <param name="WeekBefore">Of the same weekday a week before.</param>
public sealed record ComparedFigures(string Subject, DayFigures? Day, DayFigures? Before, DayFigures? WeekBefore)
    : ISubjectFigures
{
    /// <inheritdoc/>
    public string? WhyMissing { get; init; }

    /// <inheritdoc/>
    public double? Of(Figure figure) => Day?.Of(figure);

    /// <summary>
    /// By how many percent the day's is more than another day's; null where one is not known, or is zero, and where the
    /// other day has hours without a datapoint that this one has.
    /// </summary>
    public double? ChangeFrom(DayFigures? other, Figure figure) =>
        Of(figure) is { } now
        && other?.Of(figure) is { } then
        && then != 0
        && other.HoursOf(figure).Count(hour => hour is not null) >= Day!.HoursOf(figure).Count(hour => hour is not null)
            ? 100 * (now - then) / then
            : null;
}

/// <summary>A service's day, with how its numbers are meant.</summary>
/// <param name="AvailablePercent">
/// Minutes of the day in which it was not down; null where its requests are not known.
/// </param>
/// <param name="ErrorPercent">Null where its requests are not known.</param>
public sealed record ServiceFacts(
    OperatedService Service,
    ComparedFigures Figures,
    double? AvailablePercent,
    double? ErrorPercent
)
{
    public required FindingLevel AvailableLevel { get; init; }

    public required FindingLevel ErrorLevel { get; init; }

    public required FindingLevel P95Level { get; init; }

    public required FindingLevel CpuLevel { get; init; }

    public required FindingLevel MemoryLevel { get; init; }

    /// <summary>The worse of CPU and memory.</summary>
    public FindingLevel UsageLevel => CpuLevel > MemoryLevel ? CpuLevel : MemoryLevel;

    public FindingLevel Worst => new[] { AvailableLevel, ErrorLevel, P95Level, UsageLevel }.Max();
}

/// <summary>A line of the runbook's checklist.</summary>
/// <param name="Key">What the texts know it by.</param>
/// <param name="Level">How what was found is meant.</param>
/// <param name="Evidence">What says so: a text's key, and what fills its places.</param>
public sealed record ChecklistFact(
    string Key,
    ChecklistState State,
    FindingLevel Level,
    ImmutableArray<Phrase> Evidence
)
{
    /// <summary>Of a line for people: the last day of the first period in which nobody ticked it.</summary>
    public DateOnly? CarriedOverSince { get; init; }
}

public enum ChecklistState
{
    /// <summary>Done, with evidence.</summary>
    Done,

    /// <summary>Looked at, and not as it has to be.</summary>
    NotDone,

    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>Only people can do it, and nobody has said that they did.</summary>
    ForPeople,
}

/// <summary>A text of the reports with what fills its places.</summary>
public sealed record Phrase(string Key, ImmutableArray<(string Place, string Value)> Values)
{
    public static Phrase Of(string key, params ReadOnlySpan<(string Place, string Value)> values) =>
        new(key, [.. values]);

    /// <summary>Two digits behind the point; zero where there is none.</summary>
    public static string Number(double? number) => (number ?? 0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Three digits behind the point: a goal of 99.9 % is told from 99.95 %.</summary>
    public static string Percent(double percent) => percent.ToString("0.###", CultureInfo.InvariantCulture);

    public bool Equals(Phrase? other) => other is not null && Key == other.Key && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Key, Values.Length);
}

/// <summary>What people could do about what the day showed.</summary>
public sealed record Suggestion(Phrase Text);

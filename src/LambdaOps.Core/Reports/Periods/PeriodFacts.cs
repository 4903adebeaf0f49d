using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

public abstract partial record ReportFacts
{
    /// <summary>A week or a month of the estate (runbook: 週次チェックリスト, 月次チェックリスト).</summary>
    public sealed record Period(PeriodKind Kind, LocalDay First, LocalDay Of, DateTimeOffset At) : ReportFacts(Of, At)
    {
        public override string Name =>
            Kind == PeriodKind.Week
                ? FormattableString.Invariant($"weekly/{Day.Date:yyyy-MM-dd}")
                : FormattableString.Invariant($"monthly/{Day.Date:yyyy-MM}");

        public override string Command =>
            Kind == PeriodKind.Week
                ? FormattableString.Invariant($"lambdaops report --week {Day.Date:yyyy-MM-dd}")
                : FormattableString.Invariant($"lambdaops report --month {Day.Date:yyyy-MM}");

        public required ImmutableArray<ServicePeriod> Services { get; init; }

        public required ImmutableArray<ComparedPeriod> Tables { get; init; }

        /// <summary>Null where the estate names no metric of them.</summary>
        public required ComparedPeriod? Users { get; init; }

        public required Fact<IncidentSums> Incidents { get; init; }

        public required Fact<LastReports> Reports { get; init; }

        public required ImmutableArray<TrendFact> Trends { get; init; }

        /// <summary>The runbook's own lines, in its order.</summary>
        public required ImmutableArray<ChecklistFact> Checklist { get; init; }

        public required ImmutableArray<Suggestion> Suggestions { get; init; }

        /// <summary>The worst of all that it says.</summary>
        public required FindingLevel Worst { get; init; }
    }
}

public enum PeriodKind
{
    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>Of the calendar.</summary>
    Month,
}

/// <summary>A subject's figures of the period, and of the one before.</summary>
/// <param name="Subject">As the estate names it.</param>
/// <param name="Before">Of as long before; of a month, the month before.</param>
/// <param name="All">All days that were asked for: those of both, and more where trends need them.</param>
public sealed record ComparedPeriod(string Subject, PeriodFigures Now, PeriodFigures Before, PeriodFigures All)
    : ISubjectFigures
{
    /// <inheritdoc/>
    public string? WhyMissing { get; init; }

    /// <inheritdoc/>
    public double? Of(Figure figure) => Now.Of(figure);

    public double? ChangeOf(Figure figure) => Now.ChangeFrom(Before, figure);
}

/// <summary>A service's period, with how its numbers are meant.</summary>
/// <param name="AvailablePercent">Minutes in which it was not down, of the days that are known; null where none is.</param>
/// <param name="AllowedMinutes">That it may be down in the period, by the estate's goal for a month.</param>
/// <param name="ErrorPercent">Null where its requests are not known.</param>
public sealed record ServicePeriod(
    OperatedService Service,
    ComparedPeriod Figures,
    double? AvailablePercent,
    double AllowedMinutes,
    double? ErrorPercent
)
{
    public required FindingLevel AvailableLevel { get; init; }

    public required FindingLevel ErrorLevel { get; init; }

    public required FindingLevel P95Level { get; init; }

    public double? DownMinutes => Figures.Of(Figure.DownMinutes);

    public FindingLevel Worst =>
        new[]
        {
            AvailableLevel,
            ErrorLevel,
            P95Level,
            Figures.WhyMissing is null ? FindingLevel.Fine : FindingLevel.Missing,
        }.Max();
}

/// <summary>Where a figure is heading.</summary>
/// <param name="Line">Null where too few days are known.</param>
/// <param name="Limit">From which on it is a warning; null where it has none.</param>
public sealed record TrendFact(string Subject, Figure Figure, TrendLine? Line, double? Limit)
{
    /// <summary>After how many days it reaches its limit; null where it does not.</summary>
    public double? DaysLeft => Limit is { } limit ? Line?.DaysUntil(limit) : null;
}

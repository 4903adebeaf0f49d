using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>What is said of a week or a month: how each number is meant, the checklist, and what people could do.</summary>
/// <param name="carried">Lines of the checklist that people had not ticked before.</param>
internal sealed class PeriodJudgement(
    CheckSituation situation,
    IPeriodPolicy policy,
    PeriodDays period,
    TimeZoneInfo zone,
    ImmutableSortedDictionary<string, DateOnly> carried
)
{
    private const int DaysOfAMonth = 30;

    private readonly ILookup<string, DayFigures> _figures = (
        situation.Seen.Of(FigureLooks.Kept) is Fact<KeptFigures>.Known { Value.All: var kept } ? kept : []
    ).ToLookup(figures => figures.Subject, StringComparer.Ordinal);

    private LocalDay First => LocalDay.Of(period.First, zone);

    private LocalDay Last => LocalDay.Of(period.Last, zone);

    public ReportFacts.Period Facts()
    {
        var (estate, seen) = (situation.Estate, situation.Seen);
        ImmutableArray<ServicePeriod> services = [.. estate.Services.Select(Of)];
        ImmutableArray<ComparedPeriod> tables =
        [
            .. estate.Tables.Select(table => Compared(FigureDays.SubjectOf(table), table.Name)),
        ];
        var users = estate.ActiveUsers is { } metric ? Compared(FigureDays.UsersSubject, $"{metric}") : null;
        ImmutableArray<TrendFact> trends =
        [
            .. services.SelectMany(Trends),
            .. tables.SelectMany(Trends),
            .. TrendsOfUsers(users),
        ];
        var (all, reports) = (seen.Of(FigureLooks.Incidents), seen.Of(FigureLooks.Reports));
        var incidents = all.Map(known => IncidentSums.Of(known, First, Last, LocalDay.Of(period.Before, zone).From));
        var checklist = new PeriodChecklist(
            new ChecklistEvidence(estate, zone, First.From, reports),
            period,
            services,
            trends,
            seen.Of(FigureLooks.Ticks),
            carried
        ).All();
        return new ReportFacts.Period(period.Kind, First, Last, situation.Now)
        {
            Services = services,
            Tables = tables,
            Users = users,
            Incidents = incidents,
            Reports = reports,
            Trends = trends,
            Checklist = checklist,
            Suggestions = [.. Suggestions(services, trends, incidents, all)],
            Worst = checklist
                .Select(line => line.Level)
                .Concat(services.Select(service => service.Worst))
                .Concat(tables.Select(table => table.ThrottledLevel()))
                .Concat(incidents is Fact<IncidentSums>.Known { Value.IsWhole: true } ? [] : [FindingLevel.Missing])
                .Max(),
        };
    }

    /// <summary>The same in the report's own words, for the journal.</summary>
    public static ImmutableArray<Finding> Findings(ReportFacts.Period facts) =>
        [
            .. facts.Services.Select(service => new Finding(
                service.Worst,
                $"service {service.Service.Id}",
                InWords(service)
            )),
            .. facts.Tables.Select(DailyJudgement.OfTable),
            .. facts.Checklist.Select(DailyJudgement.Finding),
        ];

    private static string InWords(ServicePeriod service) =>
        service.Figures.WhyMissing is { } why
            ? $"{service.Service.Id}: {why}"
            : $"{service.Service.Id}: "
                + string.Join(
                    ", ",
                    new[]
                    {
                        service.Figures.Of(Figure.Requests) is { } requests ? Text($"{requests:0} requests") : null,
                        service.AvailablePercent is { } available
                            ? Text(
                                $"available {available:0.###} %, down {service.DownMinutes:0} of the {service.AllowedMinutes:0} minutes that the goal allows"
                            )
                            : null,
                        service.ErrorPercent is { } errors ? Text($"errors {errors:0.###} %") : null,
                        service.Figures.Of(Figure.P95Ms) is { } slow ? Text($"P95 {slow:0} ms") : null,
                        Text($"{service.Figures.Now.Known} of {service.Figures.Now.Days.Length} days known"),
                    }.OfType<string>()
                );

    private ServicePeriod Of(OperatedService service)
    {
        var figures = Compared(FigureDays.SubjectOf(service.Id), service.Id.Value);
        var (requests, down) = (figures.Of(Figure.Requests), figures.Of(Figure.DownMinutes));
        var errors = requests is > 0 ? 100 * (figures.Of(Figure.Failed) ?? 0) / requests : null;
        var hasBalancer = service.LoadBalancer is not null;
        var goal = (
            situation.Estate.Checks.Of<DailyReportPolicy>()?.Policy ?? DailyReportPolicy.Default
        ).DownMinutesAMonth;
        var allowed = period.Kind == PeriodKind.Month ? goal : goal * 7.0 / DaysOfAMonth;
        return new ServicePeriod(
            service,
            figures,
            down is { } minutes ? 100 * (1 - (minutes / KnownMinutes(figures))) : null,
            allowed,
            errors
        )
        {
            AvailableLevel =
                down is not { } some ? DailyJudgement.Absent(hasBalancer)
                : some > allowed ? FindingLevel.Danger
                : some > allowed / 2 ? FindingLevel.Warning
                : hasBalancer && figures.Now.Known < figures.Now.Days.Length ? FindingLevel.Missing
                : FindingLevel.Fine,
            ErrorLevel = DailyJudgement.LevelOf(errors, service.Thresholds.Errors, hasBalancer),
            P95Level = DailyJudgement.LevelOf(figures.Of(Figure.P95Ms), service.Thresholds.P95Ms, hasBalancer),
        };
    }

    /// <summary>Of the days of which down minutes are known.</summary>
    private double KnownMinutes(ComparedPeriod figures) =>
        figures
            .Now.Days.Where(day => day?.Of(Figure.DownMinutes) is not null)
            .Sum(day => LocalDay.Of(day!.Day, zone).Length.TotalMinutes);

    private ComparedPeriod Compared(string subject, string name)
    {
        var known = _figures[subject].DistinctBy(figures => figures.Day).ToDictionary(figures => figures.Day);
        var now = Between(known, period.First, period.Last);
        return new ComparedPeriod(
            name,
            now,
            Between(known, period.Before, period.First.AddDays(-1)),
            Between(known, period.Back, period.Last)
        )
        {
            WhyMissing = now.Days.Any(day => day is not null)
                ? null
                : situation.Seen.Of(FigureLooks.Kept).WhyMissing
                    ?? "the journal has no day of it: is metricsRollup on, and has it run?",
        };
    }

    private static PeriodFigures Between(Dictionary<DateOnly, DayFigures> known, DateOnly first, DateOnly last) =>
        new([.. PeriodDays.Between(first, last).Select(day => known.GetValueOrDefault(day))]);

    private static IEnumerable<TrendFact> Trends(ServicePeriod service)
    {
        var limits = service.Service.Thresholds;
        (Figure Figure, double? Limit)[] figures =
        [
            .. service.Service.LoadBalancer is null
                ? Array.Empty<(Figure, double?)>()
                : [(Figure.Requests, null), (Figure.P95Ms, limits.P95Ms.Warning)],
            (Figure.CpuMost, limits.Cpu.Warning),
            (Figure.MemoryMost, limits.Memory.Warning),
        ];
        return figures.Select(one => Trend(service.Figures, one.Figure, one.Limit));
    }

    private static IEnumerable<TrendFact> Trends(ComparedPeriod table) =>
        [Trend(table, Figure.ReadUnits, null), Trend(table, Figure.WriteUnits, null)];

    private static IEnumerable<TrendFact> TrendsOfUsers(ComparedPeriod? users) =>
        users is null ? [] : [Trend(users, Figure.Users, null)];

    private static TrendFact Trend(ComparedPeriod subject, Figure figure, double? limit) =>
        new(subject.Subject, figure, TrendLine.Of(subject.All.ByDay(figure)), limit);

    private IEnumerable<Suggestion> Suggestions(
        ImmutableArray<ServicePeriod> services,
        ImmutableArray<TrendFact> trends,
        Fact<IncidentSums> incidents,
        Fact<IncidentsOfDays> all
    ) =>
        [
            .. services.Where(service => service.AvailableLevel >= FindingLevel.Warning).Select(OfGoal),
            .. incidents is Fact<IncidentSums>.Known { Value: var sums }
                ? sums
                    .Causes.Where(cause => cause.Count >= policy.RecurringFrom)
                    .Select(OfCause)
                    .Concat(sums.Measures.Where(IsWeak).Select(OfMeasure))
                : [],
            .. trends.Where(trend => trend.DaysLeft <= policy.ForecastDays).Select(OfTrend),
            .. all is Fact<IncidentsOfDays>.Known { Value.All: var opened }
                ? DailyJudgement.OnlyObserved([
                    .. opened.Where(one => one.OpenedAt >= First.From && one.OpenedAt < Last.Until),
                ])
                : [],
        ];

    /// <summary>A change that was made often, and after which people had to help in most cases.</summary>
    private bool IsWeak(MeasureSum measure) =>
        measure.Incidents >= policy.RecurringFrom && measure.Cured * 2 < measure.Incidents;

    private static Suggestion OfGoal(ServicePeriod service) =>
        new(
            Phrase.Of(
                "suggest.goal",
                ("service", service.Service.Id.Value),
                ("down", Phrase.Number(service.DownMinutes)),
                ("allowed", Phrase.Number(service.AllowedMinutes))
            )
        );

    private static Suggestion OfCause(CauseSum cause) =>
        new(
            Phrase.Of(
                cause.By.Length == 0 ? "suggest.recurring.reported" : "suggest.recurring",
                ("target", cause.Target.Value),
                ("remedy", cause.Remedy.Value),
                ("by", cause.By),
                ("count", Phrase.Number(cause.Count)),
                ("before", Phrase.Number(cause.Before))
            )
        );

    private static Suggestion OfMeasure(MeasureSum measure) =>
        new(
            Phrase.Of(
                "suggest.weak",
                ("change", measure.Kind.Name),
                ("incidents", Phrase.Number(measure.Incidents)),
                ("cured", Phrase.Number(measure.Cured))
            )
        );

    private static Suggestion OfTrend(TrendFact trend) =>
        new(
            Phrase.Of(
                trend.DaysLeft > 0 ? "suggest.trend" : "suggest.reached",
                ("subject", trend.Subject),
                ("figure", trend.Figure.Name),
                ("day", Phrase.Number(trend.Line!.PerDay)),
                ("limit", Phrase.Number(trend.Limit)),
                ("days", Text($"{trend.DaysLeft:0}"))
            )
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

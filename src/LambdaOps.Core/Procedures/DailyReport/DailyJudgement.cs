using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DailyReport;

/// <summary>What is said of the day: how each number is meant, the checklist, and what people could do.</summary>
internal sealed class DailyJudgement(
    CheckSituation situation,
    DailyReportPolicy policy,
    CheckMemory.DailyReport memory,
    LocalDay day,
    TimeZoneInfo zone
)
{
    public ReportFacts.Daily Facts()
    {
        var estate = situation.Estate;
        ImmutableArray<ServiceFacts> services = [.. estate.Services.Select(Of)];
        ImmutableArray<ComparedFigures> tables =
        [
            .. estate.Tables.Select(table => Compared(FigureDays.SubjectOf(table), table.Name)),
        ];
        var seen = situation.Seen;
        var (incidents, alarms) = (seen.Of(FigureLooks.Incidents), seen.Of(FigureLooks.Alarms));
        var (reports, errors) = (seen.Of(FigureLooks.Reports), seen.Of(FigureLooks.Errors));
        var logins = seen.Of(FigureLooks.FailedLogins);
        var checklist = new DailyChecklist(
            policy,
            day,
            new ChecklistEvidence(estate, zone, day.From, reports),
            services
        )
        {
            Incidents = incidents,
            Alarms = alarms,
            FailedLogins = logins,
        }.All();
        return new ReportFacts.Daily(day, situation.Now)
        {
            Services = services,
            Tables = tables,
            Users = estate.ActiveUsers is { } users ? Compared(FigureDays.UsersSubject, $"{users}") : null,
            Incidents = incidents,
            Alarms = alarms,
            Reports = reports,
            Errors = errors,
            FailedLogins = logins,
            Checklist = checklist,
            Suggestions = [.. Suggestions(services, tables, incidents, alarms)],
            Worst = checklist
                .Select(line => line.Level)
                .Concat(services.Select(service => service.Worst))
                .Concat(tables.Select(table => table.ThrottledLevel()))
                .DefaultIfEmpty(FindingLevel.Missing)
                .Max(),
        };
    }

    /// <summary>The same in the report's own words, for the journal.</summary>
    public static ImmutableArray<Finding> Findings(ReportFacts.Daily facts) =>
        [
            .. facts.Services.Select(service => new Finding(
                service.Worst,
                $"service {service.Service.Id}",
                InWords(service)
            )),
            .. facts.Tables.Select(OfTable),
            .. facts.Checklist.Select(Finding),
        ];

    /// <summary>A table in the report's own words.</summary>
    internal static Finding OfTable(ISubjectFigures table) =>
        new(
            table.ThrottledLevel(),
            $"table {table.Subject}",
            table.WhyMissing is { } why
                ? $"{table.Subject}: {why}"
                : Text($"{table.Subject}: {table.Of(Figure.Throttled) ?? 0:0} requests throttled")
        );

    /// <summary>A line of a checklist in the report's own words.</summary>
    internal static Finding Finding(ChecklistFact line) =>
        new(
            line.Level,
            $"checklist {line.Key}",
            $"{line.Key}: {line.State}: " + string.Join("; ", line.Evidence.Select(Values))
        );

    private static string Values(Phrase phrase) =>
        string.Join(", ", phrase.Values.Select(value => $"{value.Place} {value.Value}"));

    private static string InWords(ServiceFacts service) =>
        service.Figures.WhyMissing is { } why
            ? $"{service.Service.Id}: {why}"
            : $"{service.Service.Id}: "
                + string.Join(
                    ", ",
                    new[]
                    {
                        service.Figures.Of(Figure.Requests) is { } requests ? Text($"{requests:0} requests") : null,
                        service.AvailablePercent is { } available ? Text($"available {available:0.###} %") : null,
                        service.ErrorPercent is { } errors ? Text($"errors {errors:0.###} %") : null,
                        service.Figures.Of(Figure.P95Ms) is { } slow ? Text($"P95 {slow:0} ms") : null,
                        service.Figures.Of(Figure.CpuMost) is { } cpu ? Text($"CPU up to {cpu:0.#} %") : null,
                        service.Figures.Of(Figure.MemoryMost) is { } memory
                            ? Text($"memory up to {memory:0.#} %")
                            : null,
                    }
                        .OfType<string>()
                        .DefaultIfEmpty("no datapoint")
                );

    private ServiceFacts Of(OperatedService service)
    {
        var figures = Compared(FigureDays.SubjectOf(service.Id), service.Id.Value);
        var (limits, requests) = (service.Thresholds, figures.Of(Figure.Requests));
        var down = figures.Of(Figure.DownMinutes);
        var errors = requests is > 0 ? 100 * (figures.Of(Figure.Failed) ?? 0) / requests : null;
        var hasBalancer = service.LoadBalancer is not null;
        return new ServiceFacts(
            service,
            figures,
            down is { } minutes ? 100 * (1 - (minutes / day.Length.TotalMinutes)) : null,
            errors
        )
        {
            AvailableLevel =
                down is not { } some ? Absent(hasBalancer)
                : some >= policy.DangerMinutes ? FindingLevel.Danger
                : some > 0 ? FindingLevel.Warning
                : FindingLevel.Fine,
            ErrorLevel = LevelOf(errors, limits.Errors, hasBalancer),
            P95Level = LevelOf(figures.Of(Figure.P95Ms), limits.P95Ms, hasBalancer),
            CpuLevel = LevelOf(figures.Of(Figure.CpuMost), limits.Cpu, isExpected: true),
            MemoryLevel = LevelOf(figures.Of(Figure.MemoryMost), limits.Memory, isExpected: true),
        };
    }

    /// <summary>What the estate names no load balancer for is not missing.</summary>
    internal static FindingLevel Absent(bool isExpected) => isExpected ? FindingLevel.Missing : FindingLevel.Fine;

    internal static FindingLevel LevelOf(double? value, Threshold limit, bool isExpected) =>
        value is not { } number ? Absent(isExpected)
        : number >= limit.Danger ? FindingLevel.Danger
        : number >= limit.Warning ? FindingLevel.Warning
        : FindingLevel.Fine;

    private ComparedFigures Compared(string subject, string name)
    {
        var today = Of(subject, day.Date);
        return new ComparedFigures(name, today, Of(subject, day.Date.AddDays(-1)), Of(subject, day.Date.AddDays(-7)))
        {
            WhyMissing =
                today is { Hole: { } hole } ? hole
                : today is not null ? null
                : memory.Missing.GetValueOrDefault(
                    DailyReportProcedure.Key(day.Date),
                    "the journal does not have the day, and CloudWatch was not asked"
                ),
        };
    }

    private DayFigures? Of(string subject, DateOnly date) =>
        memory.Figures.FirstOrDefault(figures => figures.Subject == subject && figures.Day == date);

    private IEnumerable<Suggestion> Suggestions(
        ImmutableArray<ServiceFacts> services,
        ImmutableArray<ComparedFigures> tables,
        Fact<IncidentsOfDays> incidents,
        Fact<AlarmChanges> alarms
    ) =>
        [
            .. services.Where(service => service.CpuLevel >= FindingLevel.Warning).Select(OfCpu),
            .. services.Where(service => service.MemoryLevel >= FindingLevel.Warning).Select(OfMemory),
            .. services.Where(service => service.P95Level >= FindingLevel.Warning).Select(OfTimes),
            .. tables.Where(table => table.Of(Figure.Throttled) > 0).Select(OfThrottled),
            .. incidents is Fact<IncidentsOfDays>.Known { Value: var opened } ? OnlyObserved(opened.All) : [],
            .. alarms is Fact<AlarmChanges>.Known { Value: var changes } ? Flapping(changes) : [],
        ];

    private static Suggestion OfCpu(ServiceFacts service) =>
        new(
            Phrase.Of(
                "suggest.cpu",
                ("service", service.Service.Id.Value),
                ("percent", Phrase.Number(service.Figures.Of(Figure.CpuMost))),
                ("normal", Phrase.Number(service.Service.Capacity.Normal))
            )
        );

    private static Suggestion OfMemory(ServiceFacts service) =>
        new(
            Phrase.Of(
                "suggest.memory",
                ("service", service.Service.Id.Value),
                ("percent", Phrase.Number(service.Figures.Of(Figure.MemoryMost)))
            )
        );

    private static Suggestion OfTimes(ServiceFacts service) =>
        new(
            Phrase.Of(
                "suggest.slow",
                ("service", service.Service.Id.Value),
                ("ms", Phrase.Number(service.Figures.Of(Figure.P95Ms)))
            )
        );

    private static Suggestion OfThrottled(ComparedFigures table) =>
        new(
            Phrase.Of(
                "suggest.throttled",
                ("table", table.Subject),
                ("requests", Phrase.Number(table.Of(Figure.Throttled)))
            )
        );

    /// <summary>Where mode observe kept LambdaOps from what it had decided.</summary>
    internal static IEnumerable<Suggestion> OnlyObserved(ImmutableArray<Incident> incidents) =>
        incidents
            .Where(incident =>
                incident.Lines.Any(line => line.Detail is EntryDetail.DeniedBy { Guard: nameof(Guards.ModeGuard) })
            )
            .GroupBy(incident => (incident.Target, incident.Remedy))
            .Select(same => new Suggestion(
                Phrase.Of(
                    "suggest.observed",
                    ("count", Phrase.Number(same.Count())),
                    ("target", same.Key.Target.Value),
                    ("remedy", same.Key.Remedy.Value)
                )
            ));

    private IEnumerable<Suggestion> Flapping(AlarmChanges changes) =>
        changes
            .FiredIn(day)
            .GroupBy(change => change.Alarm)
            .Where(same => same.Count() >= policy.FlappingFrom)
            .Select(same => new Suggestion(
                Phrase.Of("suggest.flapping", ("alarm", same.Key), ("count", Phrase.Number(same.Count())))
            ));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>What reports are made of: figures by the day, and what the journal has of a time.</summary>
public static class FigureLooks
{
    /// <summary>The figures that the journal keeps of the days.</summary>
    public static Look<KeptFigures> Kept { get; } = new("kept figures") { IsAbout = IsDays };

    /// <summary>
    /// What CloudWatch has of one day: requests and errors by the minute, which it keeps for 15 days, the others by the
    /// hour (runbook: 前日メトリクス確認).
    /// </summary>
    public static Look<DayNumbers> Numbers { get; } =
        new("the day's metrics", "cloudwatch:GetMetricData") { IsAbout = IsDays };

    /// <summary>Incidents that were open at some time of the days (runbook: 夜間アラート有無確認).</summary>
    public static Look<IncidentsOfDays> Incidents { get; } = new("incidents of the journal") { IsAbout = IsDays };

    /// <summary>When alarms of the estate changed their state in the days.</summary>
    public static Look<AlarmChanges> Alarms { get; } =
        new("alarm history", "cloudwatch:DescribeAlarmHistory") { IsAbout = IsDays };

    /// <summary>What checks reported last.</summary>
    public static Look<LastReports> Reports { get; } = new("reports of checks") { IsAbout = IsDays };

    /// <summary>Which lines of the checklists people ticked, and when.</summary>
    public static Look<TickedLines> Ticks { get; } = new("ticked lines") { IsAbout = IsDays };

    /// <summary>The most frequent error lines of the services' logs (runbook: エラーログ確認).</summary>
    public static Look<LoggedLines> Errors { get; } =
        new("error log lines", "logs:StartQuery", "logs:GetQueryResults") { IsAbout = IsDays };

    /// <summary>Failed logins of the services' logs, by where they came from (runbook: ログイン試行監視).</summary>
    public static Look<LoggedLines> FailedLogins { get; } =
        new("failed logins", "logs:StartQuery", "logs:GetQueryResults") { IsAbout = IsDays };

    private static bool IsDays(Resource about) => about is FigureDays;
}

/// <summary>Figures by subject and day, as far as they are kept.</summary>
public sealed record KeptFigures(ImmutableArray<DayFigures> All)
{
    public static KeptFigures None { get; } = new([]);

    /// <summary>Those of the days that lack figures of any of these subjects.</summary>
    public IEnumerable<DateOnly> Lacking(IEnumerable<DateOnly> days, FigureDays about)
    {
        var there = All.Select(figures => (figures.Subject, figures.Day)).ToHashSet();
        return days.Where(day => about.Subjects.Any(subject => !there.Contains((subject, day))));
    }

    public override string ToString() => FormattableString.Invariant($"{All.Length} days of figures");
}

/// <summary>One day in CloudWatch.</summary>
public sealed record DayNumbers(
    LocalDay Day,
    ImmutableDictionary<TargetId, ServiceDay> Services,
    ImmutableDictionary<string, TableDay> Tables,
    UsersDay? Users
)
{
    public override string ToString() => FormattableString.Invariant($"metrics of {Services.Count} services");
}

/// <summary>A service's day. Times in milliseconds, CPU and memory in percent, by the hour.</summary>
/// <param name="Behind">Null where the estate names no load balancer.</param>
public sealed record ServiceDay(MetricSeries Cpu, MetricSeries Memory, BalancedDay? Behind);

/// <param name="Requests">By the minute.</param>
/// <param name="Errors">By the minute: 5XX of the targets. CloudWatch does not write zeros.</param>
/// <param name="Own">
/// By the minute: 5XX of the load balancer itself; null where others share it, so that they are no service's own.
/// </param>
/// <param name="P50Ms">By the hour, as the other times.</param>
public sealed record BalancedDay(
    MetricSeries Requests,
    MetricSeries Errors,
    MetricSeries? Own,
    MetricSeries P50Ms,
    MetricSeries P95Ms,
    MetricSeries P99Ms
);

/// <summary>A table's day by the hour: sums.</summary>
public sealed record TableDay(MetricSeries ReadUnits, MetricSeries WriteUnits, MetricSeries Throttled);

/// <summary>Active users by the hour.</summary>
public sealed record UsersDay(MetricSeries Average, MetricSeries Most);

public sealed record IncidentsOfDays(ImmutableArray<Incident> All)
{
    /// <summary>Whether it has all of them; else only the newest.</summary>
    public bool IsWhole { get; init; } = true;

    public override string ToString() => FormattableString.Invariant($"{All.Length} incidents");
}

/// <summary>Changes of alarms' states, oldest first.</summary>
public sealed record AlarmChanges(ImmutableArray<AlarmChange> All)
{
    /// <summary>Changes to ALARM in that day.</summary>
    public IEnumerable<AlarmChange> FiredIn(LocalDay day) =>
        All.Where(change => change.State == AlarmChange.Alarming && day.Contains(change.At));

    public override string ToString() => FormattableString.Invariant($"{All.Length} changes of alarms");
}

/// <param name="State">As CloudWatch writes it: OK, ALARM, INSUFFICIENT_DATA.</param>
public sealed record AlarmChange(string Alarm, DateTimeOffset At, string State)
{
    public const string Alarming = "ALARM";
}

/// <summary>The record of each part that has one, by its check.</summary>
public sealed record LastReports(ImmutableArray<CheckRecord> All)
{
    public IEnumerable<CheckReport> Of(ProcedureName check) =>
        All.Where(record => record.Check == check).Select(record => record.Last).OfType<CheckReport>();

    public override string ToString() => FormattableString.Invariant($"reports of {All.Length} parts");
}

/// <summary>Lines of one kind of each log group, the most frequent first.</summary>
public sealed record LoggedLines(ImmutableArray<LinesOfGroup> All)
{
    public override string ToString() => FormattableString.Invariant($"lines of {All.Length} log groups");
}

/// <param name="Lines">Lines that mean the same are one.</param>
/// <param name="Count">All lines of the kind.</param>
/// <param name="WhyMissing">Why they were not seen; null where they were.</param>
public sealed record LinesOfGroup(string LogGroup, ImmutableArray<LineCount> Lines, long Count)
{
    public string? WhyMissing { get; init; }

    /// <summary>How many of them were read, the newest ones: <see cref="Lines"/> are of these.</summary>
    public long Counted { get; init; } = Lines.Sum(line => line.Count);
}

/// <param name="Example">One of the lines, shortened; of failed logins where they came from.</param>
public sealed record LineCount(string Example, long Count);

/// <summary>The newest tick of each line that has one.</summary>
public sealed record TickedLines(ImmutableArray<TickedLine> All)
{
    public TickedLine? Find(string line) => All.FirstOrDefault(tick => tick.Line == line);

    public override string ToString() => FormattableString.Invariant($"{All.Length} ticked lines");
}

/// <summary>A person says that a line of a checklist is done, which only people can do.</summary>
/// <param name="Line">Such as "weekly.documents".</param>
/// <param name="By">As given.</param>
/// <param name="Because">What was done.</param>
public sealed record TickedLine(string Line, string By, string Because, DateTimeOffset At)
{
    /// <summary>The lines that only people can do, of the weekly and of the monthly checklist.</summary>
    public static ImmutableArray<string> Lines { get; } =
    [
        "weekly.cost",
        "weekly.documents",
        "weekly.shared",
        "monthly.backupTest",
        "monthly.rehearsal",
        "monthly.proposals",
    ];
}

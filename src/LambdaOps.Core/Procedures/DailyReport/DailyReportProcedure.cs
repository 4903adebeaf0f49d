using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.MetricsRollup;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.DailyReport;

namespace LambdaOps.Core.Procedures.DailyReport;

/// <summary>
/// 朝の確認作業 (9:00) and 日次チェックリスト. The runbook's lines:
/// <code>
/// - [ ] CloudWatchダッシュボード確認 · 夜間アラート有無確認 · エラーログ確認 · リソース使用率確認
/// get-metric-statistics … RequestCount … yesterday; list-backups … yesterday
/// node scripts/generate-daily-report.js
/// </code>
/// Yesterday by its figures, held against the day before and the same weekday; what fired and what was done about it;
/// what logs say; what the night's jobs found. Nothing that is missing is taken for zero, and nothing is changed.
/// </summary>
public sealed class DailyReportProcedure : Check<DailyReportPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("dailyReport");

    /// <summary>Days before the day that it is about: itself, the day before it, and the same weekday.</summary>
    private static readonly int[] s_back = [0, 1, 7];

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(9, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 09:00",
            Does: "reports yesterday: requests, availability, times, errors and resources against the day before and the "
                + "same weekday, alarms and incidents with what was done, error logs, failed logins, backups, the night's "
                + "jobs; begins with the runbook's checklist",
            StopsWhen: "the report is stored and its notice is out"
        )
        {
            Runbook = "朝の確認作業, 日次チェックリスト, generate-daily-report.js",
        };

    public override bool StoresReports => true;

    public override ImmutableArray<Look> Looks { get; } =
    [
        FigureLooks.Kept,
        FigureLooks.Numbers,
        FigureLooks.Incidents,
        FigureLooks.Alarms,
        FigureLooks.Reports,
        FigureLooks.Errors,
        FigureLooks.FailedLogins,
    ];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        estate.Services.IsEmpty && estate.Tables.IsEmpty && estate.ActiveUsers is null
            ? []
            : [new CheckPart("all", FigureDays.Of(estate, "daily-report"))];

    public override CheckDecision Decide(CheckSituation situation)
    {
        if (TimeZones.Find(situation.Estate.TimeZone) is not { } zone)
        {
            return NoZone(situation.Estate);
        }

        var about = (FigureDays)situation.Part.About;
        return situation.Run.Memory switch
        {
            Memory memory when situation.Seen.Of(FigureLooks.Incidents) is not Fact<IncidentsOfDays>.NotAsked => Report(
                situation,
                memory,
                zone
            ),
            Memory { Left: [var day, ..] } memory when situation.Seen.Of(FigureLooks.Numbers) is var seen => seen
            is Fact<DayNumbers>.NotAsked
                ? LookAt(about, zone, [day], [FigureLooks.Numbers], memory)
                : Next(about, With(memory, day, seen, situation.Estate), zone, situation),
            Memory memory => Next(about, memory, zone, situation),
            _ => Begin(situation, about, zone),
        };
    }

    /// <summary>The day before the one for which it is scheduled.</summary>
    private static DateOnly Yesterday(CheckSituation situation, TimeZoneInfo zone) =>
        LocalDay.At(situation.Run.ScheduledFor ?? situation.Run.StartedAt, zone).Date.AddDays(-1);

    private static CheckDecision Begin(CheckSituation situation, FigureDays about, TimeZoneInfo zone)
    {
        ImmutableArray<DateOnly> days = [.. s_back.Select(back => Yesterday(situation, zone).AddDays(-back))];
        if (situation.Seen.Of(FigureLooks.Kept) is Fact<KeptFigures>.NotAsked)
        {
            return LookAt(about, zone, days, [FigureLooks.Kept, FigureLooks.Reports], null);
        }

        if (WaitsFor(situation) is { } waits)
        {
            return new CheckDecision.Wait(TimeSpan.FromMinutes(1), waits);
        }

        var kept = situation.Seen.Of(FigureLooks.Kept) is Fact<KeptFigures>.Known { Value: var known }
            ? known
            : KeptFigures.None;
        return Next(about, new Memory(kept.All, [.. kept.Lacking(days, about).Order()]), zone, situation);
    }

    /// <summary>The morning's look at the backups begins at the same time: the report is to have it.</summary>
    private static string? WaitsFor(CheckSituation situation)
    {
        var policy = PolicyIn(situation.Estate);
        var backups = AllProcedures.FindCheck(BackupCheckProcedure.ProcedureName)!;
        return
            situation.Run.ScheduledFor is { } due
            && situation.Now - due < policy.WaitForJobs
            && backups.ModeIn(situation.Estate) != Mode.Off
            && backups.PartsOf(situation.Estate) is { IsEmpty: false } parts
            && situation.Seen.Of(FigureLooks.Reports) is Fact<LastReports>.Known { Value: var reports }
            && reports.Of(backups.Name).Count(report => report.ScheduledFor >= due) < parts.Length
            ? "this morning's look at the backups is not over"
            : null;
    }

    private static Memory With(Memory memory, DateOnly day, Fact<DayNumbers> seen, Estate estate)
    {
        memory = memory with { Left = memory.Left.Remove(day) };
        return seen switch
        {
            Fact<DayNumbers>.Known { Value: var numbers } => memory with
            {
                Figures =
                [
                    .. memory.Figures.Where(figures => figures.Day != day),
                    .. MetricsRollupProcedure.SumsOf(numbers, estate),
                ],
            },
            var missing => memory with { Missing = memory.Missing.SetItem(Key(day), missing.WhyUnknown) },
        };
    }

    internal static string Key(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static CheckDecision.Look Next(
        FigureDays about,
        Memory memory,
        TimeZoneInfo zone,
        CheckSituation situation
    ) =>
        memory.Left is [var day, ..]
            ? LookAt(about, zone, [day], [FigureLooks.Numbers], memory)
            : LookAt(
                about,
                zone,
                [Yesterday(situation, zone)],
                [
                    FigureLooks.Incidents,
                    FigureLooks.Alarms,
                    FigureLooks.Reports,
                    FigureLooks.Errors,
                    FigureLooks.FailedLogins,
                ],
                memory
            );

    private static CheckDecision.Look LookAt(
        FigureDays about,
        TimeZoneInfo zone,
        ImmutableArray<DateOnly> days,
        ImmutableArray<Look> looks,
        Memory? memory
    ) => new(about with { Days = [.. days.Order().Select(day => LocalDay.Of(day, zone))] }, looks, memory);

    private static CheckDecision.Report Report(CheckSituation situation, Memory memory, TimeZoneInfo zone)
    {
        var judgement = new DailyJudgement(
            situation,
            PolicyIn(situation.Estate),
            memory,
            LocalDay.Of(Yesterday(situation, zone), zone),
            zone
        );
        var facts = judgement.Facts();
        return new CheckDecision.Report(DailyJudgement.Findings(facts)) { Facts = facts };
    }
}

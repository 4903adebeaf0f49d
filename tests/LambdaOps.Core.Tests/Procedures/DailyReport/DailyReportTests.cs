using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.AccessPatterns;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Procedures.MetricsRollup;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Tests.Procedures.MetricsRollup;

namespace LambdaOps.Core.Tests.Procedures.DailyReport;

/// <summary>朝の確認作業, line by line: what is missing is never fine, and never zero.</summary>
public class DailyReportTests
{
    private static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly LocalDay s_day = LocalDay.Of(new DateOnly(2026, 1, 14), s_tokyo);
    private static readonly DateTimeOffset s_nine = s_day.Until.AddHours(9);
    private static readonly DailyReportProcedure s_check = new();

    private static readonly Estate s_estate = Some.Estate with
    {
        Services = [Some.Service with { LoadBalancer = "app/lb/1", LogGroup = "/aws/ecs/prod" }],
        Tables = [new OperatedTable("orders", null)],
        TimeZone = "Asia/Tokyo",
    };

    private readonly RollupNumbers _numbers = new(s_day);
    private readonly List<(Look Look, Fact Fact)> _seen =
    [
        (FigureLooks.Incidents, Fact.Known(new IncidentsOfDays([]), s_nine)),
        (FigureLooks.Alarms, Fact.Known(new AlarmChanges([]), s_nine)),
        (
            FigureLooks.Reports,
            Fact.Known(
                new LastReports([
                    Ran(QuickCheckProcedure.ProcedureName),
                    Ran(AlarmCheckProcedure.ProcedureName),
                    Ran(BackupCheckProcedure.ProcedureName),
                    Ran(AccessPatternsProcedure.ProcedureName),
                ]),
                s_nine
            )
        ),
        (FigureLooks.Errors, Fact.Known(new LoggedLines([]), s_nine)),
        (FigureLooks.FailedLogins, Fact.Known(new LoggedLines([new LinesOfGroup("/aws/ecs/prod", [], 0)]), s_nine)),
    ];

    private double _throttled;

    [Fact]
    public void AllWell_IsFineInEveryLine()
    {
        var facts = Facts();

        Assert.All(
            facts.Checklist,
            line => Assert.Equal((ChecklistState.Done, FindingLevel.Fine), (line.State, line.Level))
        );
        Assert.Equal(
            ["health", "alarms", "backups", "resources", "security"],
            facts.Checklist.Select(line => line.Key)
        );
        Assert.Equal((100.0, 0.0), (facts.Services[0].AvailablePercent, facts.Services[0].ErrorPercent));
        Assert.Equal(FindingLevel.Fine, facts.Worst);
        Assert.Empty(facts.Suggestions);
    }

    /// <summary>43 minutes a month: any is a warning, a tenth of them a danger.</summary>
    [Theory]
    [InlineData(0, FindingLevel.Fine)]
    [InlineData(1, FindingLevel.Warning)]
    [InlineData(4, FindingLevel.Warning)]
    [InlineData(5, FindingLevel.Danger)]
    public void DownMinutes_AreHeldAgainstTheMonths(int minutes, FindingLevel level)
    {
        _numbers.Errors = minute => minute < minutes ? 100 : null;
        var service = Facts().Services[0];

        Assert.Equal(level, service.AvailableLevel);
        Assert.Equal(100 * (1 - (minutes / 1440.0)), service.AvailablePercent);
    }

    /// <summary>A day that the report sums up itself comes to what the night would have kept.</summary>
    [Theory]
    [InlineData(5, 10)]
    [InlineData(6, 0)]
    public void DownMinutes_AreCountedByTheEstatesNumbers(int downPercent, double minutes)
    {
        _numbers.Errors = minute => minute < 10 ? 5 : null;
        var estate = s_estate with
        {
            Checks = Core.Procedures.Settings.None.With(
                new Core.Procedures.Setting<MetricsRollupPolicy>(
                    Mode.Observe,
                    MetricsRollupPolicy.Default with
                    {
                        DownPercent = downPercent,
                    }
                )
            ),
        };
        var look = Decide(
            new CheckMemory.DailyReport([], [s_day.Date]),
            s_nine,
            estate,
            (FigureLooks.Numbers, Fact.Known(_numbers.All(Some.Target), s_nine))
        );

        var figures = Assert.IsType<CheckMemory.DailyReport>(look.Memory).Figures;
        Assert.Equal(minutes, Assert.Single(figures).Of(Figure.DownMinutes));
    }

    [Fact]
    public void FiguresThatAreMissing_AreNeverFine()
    {
        var facts = Facts(Fact.Missing<DayNumbers>("AccessDenied"));

        Assert.Equal(FindingLevel.Missing, facts.Services[0].Worst);
        Assert.Null(facts.Services[0].AvailablePercent);
        Assert.Contains("AccessDenied", facts.Services[0].Figures.WhyMissing!, StringComparison.Ordinal);
        Assert.Equal(ChecklistState.Unknown, Line(facts, "resources").State);
        Assert.Equal(FindingLevel.Missing, facts.Worst);
    }

    [Theory]
    [InlineData(84, FindingLevel.Warning, "suggest.cpu")]
    [InlineData(90, FindingLevel.Danger, "suggest.cpu")]
    public void BusyHours_AreSaid(double percent, FindingLevel level, string suggests)
    {
        _numbers.Cpu = hour => hour == 20 ? percent : 40;
        var facts = Facts();

        Assert.Equal(level, facts.Services[0].CpuLevel);
        Assert.Equal(suggests, Assert.Single(facts.Suggestions).Text.Key);
    }

    [Fact]
    public void ThrottledTable_IsAWarningWithAWayOut()
    {
        _throttled = 12;
        var facts = Facts();

        Assert.Equal(FindingLevel.Warning, facts.Worst);
        Assert.Equal("suggest.throttled", Assert.Single(facts.Suggestions).Text.Key);
    }

    [Fact]
    public void Alarms_AreCountedOnTheirDay()
    {
        Replace(
            FigureLooks.Alarms,
            new AlarmChanges([
                new("api-5xx", s_day.From.AddMinutes(-1), "ALARM"),
                new("api-5xx", s_day.From, "ALARM"),
                new("api-5xx", s_day.From.AddHours(1), "OK"),
                new("api-5xx", s_day.From.AddHours(2), "ALARM"),
                new("api-5xx", s_day.From.AddHours(3), "ALARM"),
            ])
        );
        Replace(FigureLooks.Incidents, new IncidentsOfDays([Some.Incident]));
        var facts = Facts();

        Assert.Equal(
            [("alarms", "1"), ("times", "3"), ("incidents", "1"), ("open", "1")],
            Line(facts, "alarms").Evidence[0].Values.AsEnumerable()
        );
        Assert.Equal(FindingLevel.Warning, Line(facts, "alarms").Level);
        Assert.Equal("suggest.flapping", Assert.Single(facts.Suggestions).Text.Key);
    }

    /// <summary>Backups that are not as they have to be are not ticked; what nobody saw is unknown.</summary>
    [Theory]
    [InlineData(FindingLevel.Fine, ChecklistState.Done)]
    [InlineData(FindingLevel.Danger, ChecklistState.NotDone)]
    [InlineData(FindingLevel.Missing, ChecklistState.Unknown)]
    public void Backups_AreTickedWhereTheyAreThere(FindingLevel level, ChecklistState state)
    {
        Replace(
            FigureLooks.Reports,
            new LastReports([
                Ran(QuickCheckProcedure.ProcedureName),
                Ran(AlarmCheckProcedure.ProcedureName),
                Ran(BackupCheckProcedure.ProcedureName, level),
            ])
        );

        Assert.Equal(state, Line(Facts(), "backups").State);
    }

    /// <summary>Without a table there is nothing to back up.</summary>
    [Fact]
    public void CheckWithoutAnythingToLookAt_IsTicked()
    {
        var estate = s_estate with { Tables = [], Services = [s_estate.Services[0] with { Tables = [] }] };
        Replace(
            FigureLooks.Reports,
            new LastReports([Ran(QuickCheckProcedure.ProcedureName), Ran(AlarmCheckProcedure.ProcedureName)])
        );
        var memory = new CheckMemory.DailyReport([], []);
        var report = Assert.IsType<CheckDecision.Report>(Decide(memory, s_nine, estate, [.. _seen]));
        var line = Line(Assert.IsType<ReportFacts.Daily>(report.Facts), "backups");

        Assert.Equal((ChecklistState.Done, FindingLevel.Fine), (line.State, line.Level));
        Assert.Equal("evidence.nothing", Assert.Single(line.Evidence).Key);
    }

    [Fact]
    public void CheckThatDidNotRun_IsNotTicked()
    {
        Replace(FigureLooks.Reports, new LastReports([Ran(BackupCheckProcedure.ProcedureName)]));
        var line = Line(Facts(), "health");

        Assert.Equal((ChecklistState.NotDone, FindingLevel.Missing), (line.State, line.Level));
        Assert.All(line.Evidence, phrase => Assert.Equal("evidence.notRun", phrase.Key));
    }

    [Theory]
    [InlineData(99, FindingLevel.Fine)]
    [InlineData(100, FindingLevel.Warning)]
    public void FailedLogins_AreAWarningWhenTheyAreMany(int count, FindingLevel level)
    {
        Replace(
            FigureLooks.FailedLogins,
            new LoggedLines([new LinesOfGroup("/aws/ecs/prod", [new LineCount("203.0.113.7", count)], count)])
        );

        Assert.Equal(level, Line(Facts(), "security").Level);
    }

    /// <summary>セキュリティログレビュー is the morning's look at accesses, too; switched off, it is the logins alone.</summary>
    [Theory]
    [InlineData(Mode.Observe, FindingLevel.Danger, ChecklistState.Done, FindingLevel.Danger)]
    [InlineData(Mode.Observe, FindingLevel.Missing, ChecklistState.Done, FindingLevel.Missing)]
    [InlineData(Mode.Observe, null, ChecklistState.NotDone, FindingLevel.Missing)]
    [InlineData(Mode.Off, FindingLevel.Danger, ChecklistState.Done, FindingLevel.Fine)]
    public void Accesses_ArePartOfTheSecurityLine(
        Mode mode,
        FindingLevel? found,
        ChecklistState state,
        FindingLevel level
    )
    {
        Replace(
            FigureLooks.Reports,
            new LastReports(found is { } worst ? [Ran(AccessPatternsProcedure.ProcedureName, worst)] : [])
        );
        var estate = s_estate with
        {
            Checks = Core.Procedures.Settings.None.With(
                new Core.Procedures.Setting<AccessPatternsPolicy>(mode, AccessPatternsPolicy.Default)
            ),
        };
        var report = Assert.IsType<CheckDecision.Report>(
            Decide(new CheckMemory.DailyReport([], []), s_nine, estate, [.. _seen])
        );
        var line = Line(Assert.IsType<ReportFacts.Daily>(report.Facts), "security");

        Assert.Equal((state, level), (line.State, line.Level));
    }

    /// <summary>A mode that only observes is said, so that people come to trust it, or know why not.</summary>
    [Fact]
    public void ObservedIncidents_AreSuggestedToBeRead()
    {
        var observed = Some.Incident.Note(
            s_day.From,
            EntryKind.Denied,
            "blocked",
            new EntryDetail.DeniedBy("forceNewDeployment", nameof(ModeGuard))
        );
        Replace(FigureLooks.Incidents, new IncidentsOfDays([observed with { EndedAt = s_day.Until }]));

        Assert.Equal("suggest.observed", Assert.Single(Facts().Suggestions).Text.Key);
    }

    /// <summary>The morning's look at the backups begins at the same time.</summary>
    [Theory]
    [InlineData(0, false, true)]
    [InlineData(599, false, true)]
    [InlineData(600, false, false)]
    [InlineData(60, true, false)]
    public void Decide_WaitsForTheBackups(int seconds, bool areSeen, bool waits)
    {
        LastReports reports = new(areSeen ? [Ran(BackupCheckProcedure.ProcedureName)] : []);
        var decision = Decide(
            null,
            s_nine.AddSeconds(seconds),
            (FigureLooks.Kept, Fact.Known(new KeptFigures([]), s_nine)),
            (FigureLooks.Reports, Fact.Known(reports, s_nine))
        );

        Assert.Equal(waits, decision is CheckDecision.Wait);
    }

    /// <summary>What the journal has is not asked again; what it lacks, CloudWatch has.</summary>
    [Fact]
    public void Decide_AsksForTheDaysThatAreNotKept()
    {
        DayFigures[] kept =
        [
            Kept(s_day.Date),
            Kept(s_day.Date.AddDays(-7)),
            Table(s_day.Date),
            Table(s_day.Date.AddDays(-7)),
        ];
        var look = Assert.IsType<CheckDecision.Look>(
            Decide(
                null,
                s_nine,
                (FigureLooks.Kept, Fact.Known(new KeptFigures([.. kept]), s_nine)),
                (FigureLooks.Reports, Fact.Known(new LastReports([Ran(BackupCheckProcedure.ProcedureName)]), s_nine))
            )
        );

        Assert.Equal(FigureLooks.Numbers, Assert.Single(look.Looks));
        Assert.Equal(s_day.Date.AddDays(-1), Assert.Single(((FigureDays)look.About).Days).Date);
    }

    /// <summary>Against a day of which hours are missing nothing is compared.</summary>
    [Theory]
    [InlineData(24, -50.0)]
    [InlineData(23, null)]
    public void Comparison_NeedsAWholeDay(int hours, double? percent)
    {
        var figures = new ComparedFigures("api", Of(100, 24), Of(200, hours), null);

        Assert.Equal(percent, figures.ChangeFrom(figures.Before, Figure.Requests));
        Assert.Null(figures.ChangeFrom(figures.WeekBefore, Figure.Requests));

        static DayFigures Of(double value, int hours) =>
            new(
                "service api",
                s_day.Date,
                ImmutableSortedDictionary<string, double>.Empty.Add(Figure.Requests.Name, value)
            )
            {
                Hours = ImmutableSortedDictionary<string, ImmutableArray<double?>>.Empty.Add(
                    Figure.Requests.Name,
                    [.. Enumerable.Range(0, 24).Select(hour => hour < hours ? 1 : (double?)null)]
                ),
            };
    }

    /// <summary>Each text is there in both languages, whatever the day was like.</summary>
    [Theory]
    [InlineData("en", "Daily checklist")]
    [InlineData("ja", "日次チェックリスト")]
    public void Report_IsWrittenInBothLanguages(string culture, string heading)
    {
        _throttled = 3;
        _numbers.Cpu = _ => 90;
        _numbers.P95Ms = _ => 1500;
        Replace(
            FigureLooks.Errors,
            new LoggedLines([
                new LinesOfGroup("/aws/ecs/prod", [new LineCount("boom <script>", 4)], 4),
                new LinesOfGroup("/aws/ecs/other", [], 0),
                new LinesOfGroup("/aws/ecs/blind", [], 0) { WhyMissing = "denied" },
            ])
        );
        Replace(FigureLooks.Incidents, new IncidentsOfDays([Some.Incident]));
        Replace(FigureLooks.Alarms, new AlarmChanges([new("api-5xx", s_day.From, "ALARM")]));
        var texts = Tests.Reports.Documents.ReportTexts.Of(culture);
        var place = NoticePlace.Of(s_estate, null);
        var document = new DailyReportWriter(texts, place, culture).Write(Facts());
        var blind = new DailyReportWriter(texts, place, culture).Write(
            Facts(Fact.Missing<DayNumbers>("denied")) with
            {
                Incidents = Fact.Missing<IncidentsOfDays>("denied"),
                Alarms = Fact.Missing<AlarmChanges>("denied"),
                Reports = Fact.Missing<LastReports>("denied"),
                Errors = Fact.Missing<LoggedLines>("denied"),
                FailedLogins = Fact.Missing<LoggedLines>("denied"),
            }
        );

        Assert.Equal(heading, document.Sections[0].Heading);
        Assert.Equal(FindingLevel.Danger, document.Worst);
        foreach (var one in new[] { document, blind })
        {
            Assert.DoesNotContain("<script>", HtmlDocument.Write(one, texts), StringComparison.Ordinal);
            Assert.InRange(DigestText.Of(one, texts).Length, 3, 10);
            Assert.NotEmpty(MarkdownDocument.Write(one, texts));
        }
    }

    private static CheckRecord Ran(ProcedureName check, FindingLevel level = FindingLevel.Fine) =>
        new(check, "all")
        {
            Last = new CheckReport(s_nine, s_nine, [new Finding(level, "it", "what it found")])
            {
                ScheduledFor = s_nine,
            },
        };

    private static ChecklistFact Line(ReportFacts.Daily facts, string key) =>
        Assert.Single(facts.Checklist, line => line.Key == key);

    private static DayFigures Kept(DateOnly day) =>
        new(FigureDays.SubjectOf(Some.Target), day, ImmutableSortedDictionary<string, double>.Empty);

    private static DayFigures Table(DateOnly day, double throttled = 0) =>
        new("table orders", day, ImmutableSortedDictionary<string, double>.Empty.Add(Figure.Throttled.Name, throttled));

    private void Replace<T>(Look<T> look, T value)
        where T : class
    {
        _seen.RemoveAll(one => one.Look == look);
        _seen.Add((look, Fact.Known(value, s_nine)));
    }

    private ReportFacts.Daily Facts(Fact<DayNumbers>? numbers = null)
    {
        var memory = new CheckMemory.DailyReport([Table(s_day.Date, _throttled)], [s_day.Date]);
        var look = Assert.IsType<CheckDecision.Look>(
            Decide(memory, s_nine, (FigureLooks.Numbers, numbers ?? Fact.Known(_numbers.All(Some.Target), s_nine)))
        );
        memory = Assert.IsType<CheckMemory.DailyReport>(look.Memory);
        memory = memory with
        {
            Figures = [.. memory.Figures.Where(one => one.Subject != "table orders"), Table(s_day.Date, _throttled)],
        };
        var report = Assert.IsType<CheckDecision.Report>(Decide(memory, s_nine, [.. _seen]));
        return Assert.IsType<ReportFacts.Daily>(report.Facts);
    }

    private static CheckDecision Decide(
        CheckMemory? memory,
        DateTimeOffset now,
        params ReadOnlySpan<(Look, Fact)> seen
    ) => Decide(memory, now, s_estate, seen);

    private static CheckDecision Decide(
        CheckMemory? memory,
        DateTimeOffset now,
        Estate estate,
        params ReadOnlySpan<(Look, Fact)> seen
    ) =>
        s_check.Decide(
            new CheckSituation(
                estate,
                Assert.Single(s_check.PartsOf(estate)),
                new CheckRun(s_nine, s_nine) { ScheduledFor = s_nine, Memory = memory },
                Evidence.NotAsked.With(seen),
                [],
                null,
                now
            )
        );
}

using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.MonthlyReport;
using LambdaOps.Core.Procedures.WeeklyReport;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.PeriodReports;

/// <summary>週次チェックリスト and 月次チェックリスト, line by line: what is missing is never fine, and never zero.</summary>
public class PeriodReportTests
{
    private static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly LocalDay s_sunday = LocalDay.Of(new DateOnly(2026, 1, 11), s_tokyo);
    private static readonly DateTimeOffset s_monday = s_sunday.Until.AddHours(10);
    private static readonly WeeklyReportProcedure s_weekly = new();
    private static readonly MonthlyReportProcedure s_monthly = new();

    private static readonly Estate s_estate = Some.Estate with
    {
        Services = [Some.Service with { LoadBalancer = "app/lb/1" }],
        Tables = [new OperatedTable("orders", null)],
        TimeZone = "Asia/Tokyo",
    };

    private readonly List<DayFigures> _kept = [];

    private readonly List<(Look Look, Fact Fact)> _seen =
    [
        (FigureLooks.Incidents, Fact.Known(new IncidentsOfDays([]), s_monday)),
        (FigureLooks.Reports, Fact.Known(new LastReports([]), s_monday)),
        (FigureLooks.Ticks, Fact.Known(new TickedLines([]), s_monday)),
    ];

    public PeriodReportTests()
    {
        foreach (var day in Enumerable.Range(0, 62).Select(back => s_sunday.Date.AddDays(-back)))
        {
            Keep(day, down: 0);
            _kept.Add(
                new DayFigures(
                    "table orders",
                    day,
                    ImmutableSortedDictionary<string, double>.Empty.Add(Figure.Throttled.Name, 0)
                )
            );
        }
    }

    [Theory]
    [InlineData("2026-01-12", "2026-01-05", "2026-01-11")]
    [InlineData("2026-01-14", "2026-01-05", "2026-01-11")]
    [InlineData("2026-01-18", "2026-01-05", "2026-01-11")]
    [InlineData("2026-01-19", "2026-01-12", "2026-01-18")]
    public void Week_IsTheLastWholeOneFromMondayToSunday(string on, string first, string last)
    {
        var period = s_weekly.PeriodBefore(Date(on));

        Assert.Equal((Date(first), Date(last)), (period.First, period.Last));
        Assert.Equal(period.First.AddDays(-7), period.Before);
        Assert.Equal(28, period.All.Count());
    }

    /// <summary>"1 month ago" of 31 March is no February of 31 days.</summary>
    [Theory]
    [InlineData("2026-03-31", "2026-02-01", "2026-02-28", "2026-01-01")]
    [InlineData("2026-01-06", "2025-12-01", "2025-12-31", "2025-11-01")]
    [InlineData("2028-03-03", "2028-02-01", "2028-02-29", "2028-01-01")]
    public void Month_IsTheCalendarMonthBefore(string on, string first, string last, string before)
    {
        var period = s_monthly.PeriodBefore(Date(on));

        Assert.Equal((Date(first), Date(last), Date(before)), (period.First, period.Last, period.Before));
    }

    /// <summary>The first of January is a holiday, and so are the fourth to sixth of May 2026.</summary>
    [Theory]
    [InlineData("2026-01-05", false)]
    [InlineData("2026-01-06", true)]
    [InlineData("2026-01-07", false)]
    [InlineData("2026-05-07", false)]
    [InlineData("2026-05-08", true)]
    [InlineData("2026-05-11", false)]
    [InlineData("2026-06-03", true)]
    public void MonthlyReport_IsDueOnTheThirdBusinessDay(string on, bool isDue)
    {
        var estate = s_estate with
        {
            Escalation = EscalationPolicy.Default with
            {
                Calendar = BusinessCalendar.Default with { Zone = s_tokyo, PublicHolidays = PublicHolidays.Japan },
            },
        };
        var ten = LocalDay.Of(Date(on), s_tokyo).From.AddHours(10);

        Assert.Equal(isDue, s_monthly.WhyNotDue(estate, ten) is null);
        Assert.Null(s_weekly.WhyNotDue(estate, ten));
    }

    [Theory]
    [InlineData(0, FindingLevel.Fine)]
    [InlineData(5, FindingLevel.Fine)]
    [InlineData(6, FindingLevel.Warning)]
    [InlineData(10, FindingLevel.Warning)]
    [InlineData(11, FindingLevel.Danger)]
    public void DownMinutes_AreHeldAgainstTheWeeksShare(int minutes, FindingLevel level)
    {
        Keep(s_sunday.Date, minutes);
        var service = Facts(s_weekly).Services[0];

        Assert.Equal(level, service.AvailableLevel);
        Assert.Equal(43 * 7 / 30.0, service.AllowedMinutes);
        Assert.Equal(100 * (1 - (minutes / (7 * 1440.0))), service.AvailablePercent!.Value, 9);
    }

    /// <summary>A month has as many minutes as the goal says, whatever its length.</summary>
    [Theory]
    [InlineData(43, FindingLevel.Warning)]
    [InlineData(44, FindingLevel.Danger)]
    public void DownMinutes_OfAMonthAreHeldAgainstTheGoal(int minutes, FindingLevel level)
    {
        Keep(new DateOnly(2025, 12, 31), minutes);
        var facts = Facts(s_monthly);

        Assert.Equal(level, facts.Services[0].AvailableLevel);
        Assert.Equal((ChecklistState.Done, level), (Line(facts, "sla").State, Line(facts, "sla").Level));
        Assert.Contains("suggest.goal", facts.Suggestions.Select(one => one.Text.Key));
    }

    [Fact]
    public void DaysThatAreMissing_AreNeverFine()
    {
        _kept.RemoveAll(day => day.Day == s_sunday.Date);
        var service = Facts(s_weekly).Services[0];

        Assert.Equal(FindingLevel.Missing, service.AvailableLevel);
        Assert.Equal(6, service.Figures.Now.Known);
        Assert.Equal(100, service.AvailablePercent);

        _kept.Clear();
        var facts = Facts(s_weekly);
        Assert.Equal(FindingLevel.Missing, facts.Services[0].Worst);
        Assert.Equal(FindingLevel.Missing, facts.Tables[0].ThrottledLevel());
        Assert.Null(facts.Services[0].AvailablePercent);
        Assert.All(facts.Trends, trend => Assert.Null(trend.Line));
        Assert.Equal(ChecklistState.Unknown, Line(Facts(s_monthly), "sla").State);
    }

    /// <summary>A service without a load balancer of which nothing is known is not fine.</summary>
    [Fact]
    public void ServiceWithoutBalancer_IsMissingWhereNothingIsKept()
    {
        _kept.Clear();
        var estate = s_estate with { Services = [s_estate.Services[0] with { LoadBalancer = null }] };

        Assert.Equal(FindingLevel.Missing, Facts(s_weekly, estate).Services[0].Worst);
    }

    [Fact]
    public void LinesForPeople_AreDoneWhereSomeoneTickedThemInThePeriod()
    {
        Replace(
            FigureLooks.Ticks,
            new TickedLines([
                new TickedLine("weekly.documents", "Kim", "read", s_sunday.From),
                new TickedLine("weekly.shared", "Kim", "told", s_sunday.From.AddDays(-7)),
            ])
        );
        var facts = Facts(s_weekly);

        Assert.Equal(ChecklistState.Done, Line(facts, "documents").State);
        Assert.Equal(ChecklistState.ForPeople, Line(facts, "shared").State);
        Assert.Null(Line(facts, "documents").CarriedOverSince);
        Assert.Equal(s_sunday.Date, Line(facts, "shared").CarriedOverSince);
    }

    /// <summary>From report to report, until someone ticks it.</summary>
    [Fact]
    public void LinesForPeople_AreCarriedOver()
    {
        var last = Last(Decide(s_weekly, s_estate, null));

        var facts = Assert.IsType<ReportFacts.Period>(Decide(s_weekly, s_estate, last, weeks: 1).Facts);

        Assert.Equal(s_sunday.Date, Line(facts, "shared").CarriedOverSince);
        Assert.Equal([null, null, null], Carried(Facts(s_weekly)));
        Assert.Equal(["2026-01-11", "2026-01-11", "2026-01-11"], Carried(facts));

        static IEnumerable<string?> Carried(ReportFacts.Period facts) =>
            new PeriodReportWriter(Tests.Reports.Documents.ReportTexts.Of("en"), NoticePlace.Of(s_estate, null), "en")
                .Write(facts)
                .Blocks.OfType<ReportBlock.Checklist>()
                .Single()
                .Lines.Where(line => line.State == TickState.ForPeople)
                .Select(line => line.CarriedOverSince);
    }

    /// <summary>A report that could not read the ticks neither ticks a line nor forgets since when it is open.</summary>
    [Fact]
    public void LinesForPeople_AreCarriedOverAReportThatCouldNotReadTheTicks()
    {
        var first = Last(Decide(s_weekly, s_estate, null));
        _seen.RemoveAll(one => one.Look == FigureLooks.Ticks);
        _seen.Add((FigureLooks.Ticks, Fact.Missing<TickedLines>("denied")));

        var blind = Decide(s_weekly, s_estate, first, weeks: 1);
        var line = Line(Assert.IsType<ReportFacts.Period>(blind.Facts), "shared");

        Assert.Equal(ChecklistState.Unknown, line.State);
        Assert.Equal(s_sunday.Date, line.CarriedOverSince);
        Assert.Equal(s_sunday.Date, Assert.IsType<CheckMemory.PeriodReport>(blind.Memory).Carried["shared"]);
    }

    /// <summary>It is the older period's that the tick was for.</summary>
    [Fact]
    public void ATickThatAReportCouldNotRead_EndsWhatWasCarriedOver()
    {
        var first = Last(Decide(s_weekly, s_estate, null));

        _seen.RemoveAll(one => one.Look == FigureLooks.Ticks);
        _seen.Add(
            (
                FigureLooks.Ticks,
                Fact.Known(new TickedLines([new TickedLine("weekly.shared", "ops", "done", s_monday)]), s_monday)
            )
        );

        var facts = Assert.IsType<ReportFacts.Period>(Decide(s_weekly, s_estate, first, weeks: 2).Facts);

        Assert.Equal(s_sunday.Date.AddDays(14), Line(facts, "shared").CarriedOverSince);
        Assert.Equal(s_sunday.Date, Line(facts, "documents").CarriedOverSince);
    }

    /// <summary>Cost Explorer charges for each answer: where the estate does not ask for it, people look.</summary>
    [Theory]
    [InlineData(false, ChecklistState.ForPeople)]
    [InlineData(true, ChecklistState.NotDone)]
    public void Cost_IsForPeopleWhereTheEstateDoesNotAskForIt(bool isNamed, ChecklistState state)
    {
        var estate = isNamed
            ? s_estate with
            {
                Checks = Core.Procedures.Settings.None.With(
                    new Setting<Core.Procedures.CostReview.CostReviewPolicy>(
                        Mode.Observe,
                        Core.Procedures.CostReview.CostReviewPolicy.Default
                    )
                ),
            }
            : s_estate;

        Assert.Equal(state, Line(Facts(s_weekly, estate), "cost").State);
    }

    [Fact]
    public void Rehearsal_IsForPeopleOnlyWithoutAnotherRegion()
    {
        var away = s_estate with { DisasterRecovery = new DisasterRecovery("us-west-2") };
        Assert.Equal(ChecklistState.ForPeople, Line(Facts(s_monthly), "rehearsal").State);
        Assert.Equal(ChecklistState.NotDone, Line(Facts(s_monthly, away), "rehearsal").State);
    }

    [Fact]
    public void TicksThatWereNotRead_AreUnknown()
    {
        _seen.RemoveAll(one => one.Look == FigureLooks.Ticks);
        _seen.Add((FigureLooks.Ticks, Fact.Missing<TickedLines>("denied")));

        Assert.Equal(ChecklistState.Unknown, Line(Facts(s_weekly), "shared").State);
    }

    /// <summary>What nobody restored is not tested, whatever the check says of the backups.</summary>
    [Fact]
    public void BackupTest_IsForPeopleWithWhatTheCheckSaw()
    {
        Replace(
            FigureLooks.Reports,
            new LastReports([
                new CheckRecord(BackupCheckProcedure.ProcedureName, "all")
                {
                    Last = new CheckReport(s_monday, s_monday, [new Finding(FindingLevel.Fine, "it", "is there")]),
                },
            ])
        );
        var line = Line(Facts(s_monthly), "backupTest");

        Assert.Equal((ChecklistState.ForPeople, FindingLevel.Fine), (line.State, line.Level));
        Assert.Equal(["evidence.toTick", "evidence.well"], line.Evidence.Select(phrase => phrase.Key));
    }

    [Fact]
    public void RisingFigures_AreForecast()
    {
        foreach (var day in Enumerable.Range(0, 28))
        {
            Keep(s_sunday.Date.AddDays(-day), 0, cpu: 50 - (0.5 * day));
        }

        var trend = Facts(s_weekly).Trends.Single(one => one.Figure == Figure.CpuMost);
        Assert.Equal(40, trend.DaysLeft!.Value, 6);
        Assert.DoesNotContain("suggest.trend", Suggested());

        foreach (var day in Enumerable.Range(0, 28))
        {
            Keep(s_sunday.Date.AddDays(-day), 0, cpu: 60 - (0.5 * day));
        }

        Assert.Contains("suggest.trend", Suggested());

        IEnumerable<string> Suggested() => Facts(s_weekly).Suggestions.Select(one => one.Text.Key);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void RecurringCauses_AreSuggestedToBeLookedFor(int count, bool isSaid)
    {
        Replace(FigureLooks.Incidents, new IncidentsOfDays([.. Enumerable.Range(0, count).Select(Opened)]));

        Assert.Equal(isSaid, Facts(s_weekly).Suggestions.Any(one => one.Text.Key == "suggest.recurring"));
    }

    /// <summary>Restarts after which people had to help are said.</summary>
    [Fact]
    public void WeakMeasures_AreSuggestedToBeLookedAt()
    {
        Replace(
            FigureLooks.Incidents,
            new IncidentsOfDays([
                .. Enumerable
                    .Range(0, 3)
                    .Select(number =>
                        Opened(number) with
                        {
                            Escalation = Some.Escalation,
                            Attempts = [new Attempt(Some.Restart, s_sunday.From, AttemptOutcome.Done, "")],
                        }
                    ),
            ])
        );

        Assert.Contains("suggest.weak", Facts(s_weekly).Suggestions.Select(one => one.Text.Key));
    }

    /// <summary>Each text is there in both languages, whatever the period was like.</summary>
    [Theory]
    [InlineData("en", "Weekly checklist", "Monthly checklist")]
    [InlineData("ja", "週次チェックリスト", "月次チェックリスト")]
    public void Reports_AreWrittenInBothLanguages(string culture, string weekly, string monthly)
    {
        foreach (var day in Enumerable.Range(0, 28))
        {
            Keep(s_sunday.Date.AddDays(-day), down: 9, cpu: 69 - (0.5 * day));
        }

        Replace(
            FigureLooks.Incidents,
            new IncidentsOfDays([
                .. Change.Kinds.Select((kind, number) => Opened(number)),
                .. Enumerable
                    .Range(0, 3)
                    .Select(number =>
                        Opened(number) with
                        {
                            Cause = new IncidentCause { Detection = new Detection(DetectionKind.Reported, "Kim") },
                            Escalation = Some.Escalation,
                            Attempts = [new Attempt(Some.Restart, s_sunday.From, AttemptOutcome.Done, "")],
                        }
                    ),
            ])
            {
                IsWhole = false,
            }
        );
        Replace(
            FigureLooks.Reports,
            new LastReports([
                new CheckRecord(BackupCheckProcedure.ProcedureName, "all")
                {
                    Last = new CheckReport(
                        s_monday,
                        s_monday,
                        [new Finding(FindingLevel.Danger, "it", "<script>alert(1)</script>")]
                    ),
                },
            ])
        );
        var texts = Tests.Reports.Documents.ReportTexts.Of(culture);
        var writer = new PeriodReportWriter(texts, NoticePlace.Of(s_estate, null), culture);
        var (week, month) = (writer.Write(Facts(s_weekly)), writer.Write(Facts(s_monthly)));
        _kept.Clear();
        _seen.Clear();
        foreach (
            var fact in new (Look, Fact)[]
            {
                (FigureLooks.Incidents, Fact.Missing<IncidentsOfDays>("denied")),
                (FigureLooks.Reports, Fact.Missing<LastReports>("denied")),
                (FigureLooks.Ticks, Fact.Missing<TickedLines>("denied")),
            }
        )
        {
            _seen.Add(fact);
        }

        Assert.Equal((weekly, monthly), (week.Sections[0].Heading, month.Sections[0].Heading));
        foreach (var one in new[] { week, month, writer.Write(Facts(s_weekly)), writer.Write(Facts(s_monthly)) })
        {
            Assert.DoesNotContain("<script>", HtmlDocument.Write(one, texts), StringComparison.Ordinal);
            Assert.InRange(DigestText.Of(one, texts).Length, 3, 10);
            Assert.NotEmpty(MarkdownDocument.Write(one, texts));
        }
    }

    /// <summary>Every kind of change that a remedy makes has a name in both languages.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public void EveryChange_HasAName(string culture)
    {
        var texts = Tests.Reports.Documents.ReportTexts.Of(culture);

        Assert.All(Change.Kinds, kind => Assert.NotEmpty(texts.Write($"change.{kind.Name}")));
    }

    private static Incident Opened(int number) =>
        Some.Incident with
        {
            Id = new IncidentId($"20260111-api-{number:000000}"),
            OpenedAt = s_sunday.From.AddMinutes(number),
            Cause = new IncidentCause { Detection = new Detection(DetectionKind.Automatic, "api-5xx") },
        };

    private void Keep(DateOnly day, double down, double cpu = 40)
    {
        _kept.RemoveAll(one => one.Subject == "service api" && one.Day == day);
        _kept.Add(
            new DayFigures(
                "service api",
                day,
                ImmutableSortedDictionary<string, double>
                    .Empty.Add(Figure.Requests.Name, 86_400)
                    .Add(Figure.Failed.Name, 0)
                    .Add(Figure.DownMinutes.Name, down)
                    .Add(Figure.P95Ms.Name, 180)
                    .Add(Figure.CpuMost.Name, cpu)
                    .Add(Figure.MemoryMost.Name, 50)
            )
        );
    }

    private void Replace<T>(Look<T> look, T value)
        where T : class
    {
        _seen.RemoveAll(one => one.Look == look);
        _seen.Add((look, Fact.Known(value, s_monday)));
    }

    private ReportFacts.Period Facts(Check check, Estate? estate = null) =>
        Assert.IsType<ReportFacts.Period>(Decide(check, estate ?? s_estate, null).Facts);

    private CheckDecision.Report Decide(Check check, Estate estate, CheckReport? last, int weeks = 0)
    {
        var at = s_monday.AddDays(7 * weeks);
        return Assert.IsType<CheckDecision.Report>(
            check.Decide(
                new CheckSituation(
                    estate,
                    check.PartsOf(estate)[0],
                    new CheckRun(at, at) { ScheduledFor = at },
                    Evidence.NotAsked.With([.. _seen, (FigureLooks.Kept, Fact.Known(new KeptFigures([.. _kept]), at))]),
                    [],
                    last,
                    at
                )
            )
        );
    }

    private static CheckReport Last(CheckDecision.Report report) =>
        CheckReport.Of(
            new CheckRun(s_monday, s_monday),
            report.Findings,
            Assert.IsType<CheckMemory.PeriodReport>(report.Memory),
            null,
            s_monday
        );

    private static ChecklistFact Line(ReportFacts.Period facts, string key) =>
        facts.Checklist.Single(line => line.Key == key);

    private static DateOnly Date(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

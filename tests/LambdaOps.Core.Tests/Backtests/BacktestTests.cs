using System.Collections.Immutable;
using LambdaOps.Core.Backtests;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Tests.Estates;
using LambdaOps.Core.Tests.Reports.Documents;

namespace LambdaOps.Core.Tests.Backtests;

public sealed class BacktestTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    private static readonly BacktestAlarm s_alarm = BacktestAlarm.Read("value > 5 for 1 of 1 x 300s").Alarm!;

    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(29, 1)]
    [InlineData(30, 2)]
    [InlineData(31, 2)]
    public void AlarmThatIsBackSoon_IsTheSameIncident(int minutes, int incidents) =>
        Assert.Equal(incidents, BacktestIncident.Join([Stretch(0, 10), Stretch(10 + minutes, 60)], s_again).Count());

    // The datapoint that made the alarm change at minute 100 is of the minutes 95 to 100.
    [Theory]
    [InlineData(94, false)]
    [InlineData(95, true)]
    [InlineData(100, true)]
    public void Window_IsFound_WhereTheDatapointLiesInIt(int until, bool found) =>
        Assert.Equal(found, new BacktestIncident([Stretch(100, 110)], []).Overlaps(Window(0, until), s_alarm.Period));

    [Theory]
    [InlineData(109, true)]
    [InlineData(110, true)]
    [InlineData(111, false)]
    public void Window_IsFound_WhereTheIncidentLastsIntoIt(int from, bool found) =>
        Assert.Equal(found, new BacktestIncident([Stretch(100, 110)], []).Overlaps(Window(from, 900), s_alarm.Period));

    [Fact]
    public void Run_CountsFoundMissedAndFalse()
    {
        var result = Run([(0, 1), (60, 9), (65, 1), (600, 9), (605, 1), (1500, 1)], [Window(30, 70), Window(900, 950)]);

        Assert.Equal((1, 1, 1), (result.Found, result.Missed, result.FalseAlarms));
        Assert.Equal([true, false], result.Incidents.Select(incident => incident.IsMarked));
        Assert.Equal(
            [("2026-01-15", 2), ("2026-01-16", 0)],
            result.Days().Select(day => ($"{day.Day:yyyy-MM-dd}", day.Incidents))
        );
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 0)]
    public void Window_ThatAnOlderIncidentLastsInto_IsSaidToBe(int alarmAt, int before)
    {
        var result = Run([(0, 1), (alarmAt - 5, 9), (200, 1)], [Window(65, 70)]);

        Assert.Equal((1, before), (result.Found, result.FoundBefore));
        Assert.Equal(
            before == 1,
            new BacktestWriter(result.Asked, [result], "e", "now")
                .Write()
                .Digest.Any(line => line.Contains("(1 by an incident that had begun before)", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Run_WithoutMarks_CallsNothingFalse()
    {
        var result = Run([(0, 9), (5, 1)], marked: null);

        Assert.Equal((0, 0, 0), (result.Found, result.Missed, result.FalseAlarms));
        Assert.Null(Assert.Single(result.Incidents).IsMarked);
    }

    [Fact]
    public void Remedy_PagesOnCallForWantOfEvidence_AndNotWhereTheAlarmIsOverBefore()
    {
        var remedy = RemedyInThePast.Of(Some.Estate, new ServiceUnavailableProcedure(), null, "a").Remedy!;
        var blind = ServiceUnavailablePolicy.Default.BlindAtMost;

        var lasting = remedy.Decide([Stretch(0, 120)]);
        var brief = remedy.Decide([Stretch(0, (int)blind.TotalMinutes - 2)]);

        Assert.Equal(["Inconclusive", "Escalate"], lasting.Select(one => one.Verdict));
        Assert.Equal(blind, lasting[^1].After);
        Assert.Contains($"target health: {RemedyInThePast.NotKnown}", lasting[0].Because, StringComparison.Ordinal);
        Assert.DoesNotContain("alarm: ", lasting[0].Because, StringComparison.Ordinal);
        Assert.Equal(["Inconclusive"], brief.Select(one => one.Verdict));
        Assert.False(brief[0].PagesOnCall);
    }

    /// <summary>Whatever the remedy and the target: on an alarm alone nothing is changed and nothing is over.</summary>
    [Fact]
    public void Remedies_ChangeNothingOnAnAlarmAlone()
    {
        var estate = Assert.IsType<EstateReading.Valid>(EstateReader.Read(EstateFiles.Default)).Estate;
        var seen = 0;
        foreach (var remedy in AllProcedures.Remedies)
        {
            foreach (var target in Targets(estate))
            {
                if (RemedyInThePast.Of(estate, remedy, target.Id.Value, "a").Remedy is not { } past)
                {
                    continue;
                }

                seen++;
                Assert.All(
                    past.Decide([Stretch(0, 600), Stretch(610, 2000)]),
                    decided => Assert.DoesNotContain(decided.Verdict, (string[])["Act", "Resolved"])
                );
            }
        }

        Assert.True(seen > 5);
    }

    [Fact]
    public void Remedy_SaysWhichTargetsHaveIt()
    {
        var (none, expected) = RemedyInThePast.Of(Some.Estate, new ServiceUnavailableProcedure(), "web", "a");

        Assert.Null(none);
        Assert.Equal("one of api, which have serviceUnavailable", expected);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Egnp.exe\u2066")]
    [InlineData("a|b`c`[x](javascript:alert(1))")]
    public void HostileNames_StayText(string name)
    {
        var document = Write(name, [(0, 1), (60, 9), (65, 1)]);
        var html = HtmlDocument.Write(document, ReportTexts.Of("en"));
        var markdown = MarkdownDocument.Write(document, ReportTexts.Of("en"));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        // A letter behind a backslash is text in Markdown.
        Assert.DoesNotMatch(@"(?<!\\)(<script|\]\(javascript:)", markdown);
        Assert.DoesNotContain("\u202E", html + markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"j", html, StringComparison.Ordinal);
        Assert.Contains("default-src &#39;none&#39;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void VeryLongName_IsCut()
    {
        var html = HtmlDocument.Write(Write(new string('x', 1_000_000), [(0, 1)]), ReportTexts.Of("en"));

        Assert.InRange(html.Length, 1, 100_000);
    }

    [Fact]
    public void Page_HasAsManyPlacesAsCanBeSeen_AndTheHighestOfEach()
    {
        (int, double)[] points = [.. Enumerable.Range(0, 10_000).Select(at => (at * 5, at == 5_000 ? 9.0 : 1))];

        var chart = Write("a.csv", points).Blocks.OfType<ReportBlock.Chart>().First();

        Assert.Equal(240, chart.X.Length);
        Assert.Equal(9, chart.Series[0].Values.Max());
        Assert.Equal(
            [new ChartBand("in ALARM", 120, 120), new ChartBand("marked by people", 0, 0)],
            chart.Bands.AsEnumerable()
        );
    }

    private static ReportDocument Write(string name, (int Minute, double Value)[] points)
    {
        var result = Run(points, [Window(30, 70)], name);
        return new BacktestWriter(result.Asked, [result], name, name).Write();
    }

    private static BacktestResult Run(
        (int Minute, double Value)[] points,
        ImmutableArray<MarkedWindow>? marked,
        string name = "value"
    )
    {
        var series = PastMetric.Of(
            name,
            name,
            [.. points.Select(point => s_start.AddMinutes(point.Minute).UtcTicks)],
            [.. points.Select(point => point.Value)]
        );
        return new Backtest(
            s_alarm,
            Statistic.Average,
            MissingData.Missing,
            s_again,
            RemedyInThePast.Of(Some.Estate, new ServiceUnavailableProcedure(), null, "a").Remedy
        ).Run(series, marked, static () => { });
    }

    private static IEnumerable<Resource> Targets(Estate estate) =>
        [.. estate.Services, .. estate.Sites, .. estate.Tables];

    private static AlarmStretch Stretch(int from, int until) =>
        new(s_start.AddMinutes(from), s_start.AddMinutes(until), 9, s_start.AddMinutes(from), IsOpen: false);

    private static MarkedWindow Window(int from, int until) => new(s_start.AddMinutes(from), s_start.AddMinutes(until));
}

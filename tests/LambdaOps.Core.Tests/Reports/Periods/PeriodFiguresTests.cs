using System.Collections.Immutable;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Reports.Periods;

public class PeriodFiguresTests
{
    private static readonly DateOnly s_day = new(2026, 1, 5);

    [Fact]
    public void Days_ComeToWhatTheFigureSays()
    {
        var period = new PeriodFigures([Day(100, p95: 100, cpu: 30), Day(300, p95: 200, cpu: 50), null]);

        Assert.Equal(400, period.Of(Figure.Requests));
        Assert.Equal(175, period.Of(Figure.P95Ms));
        Assert.Equal(40, period.Of(Figure.Cpu));
        Assert.Equal(50, period.Of(Figure.CpuMost));
        Assert.Equal(2, period.Known);
        Assert.Null(period.Of(Figure.Throttled));
        Assert.Equal([100, 300, null], period.ByDay(Figure.Requests).AsEnumerable());
    }

    /// <summary>A day without a request has no times, and no weight.</summary>
    [Fact]
    public void TimesWithoutRequests_AreNotKnown()
    {
        Assert.Null(new PeriodFigures([Day(0, p95: 100, cpu: 1)]).Of(Figure.P95Ms));
        Assert.Equal(7, new PeriodFigures([Day(0, p95: 100, cpu: 1), Day(5, p95: 7, cpu: 1)]).Of(Figure.P95Ms));
    }

    /// <summary>28 days and 31 days with the same traffic are the same.</summary>
    [Fact]
    public void Totals_AreComparedByTheDay()
    {
        var (february, january) = (Same(28, 110), Same(31, 100));

        Assert.Equal(10, february.ChangeFrom(january, Figure.Requests)!.Value, 9);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void FewDays_AreNotHeldAgainstOthers(int known, bool isCompared)
    {
        var few = new PeriodFigures([.. Enumerable.Range(0, 7).Select(day => day < known ? Day(100, 1, 1) : null)]);

        Assert.Equal(isCompared, few.ChangeFrom(Same(7, 50), Figure.Requests) is not null);
        Assert.Equal(isCompared, Same(7, 50).ChangeFrom(few, Figure.Requests) is not null);
    }

    [Fact]
    public void Nothing_IsNoPercentOfZero() => Assert.Null(Same(7, 5).ChangeFrom(Same(7, 0), Figure.Requests));

    /// <summary>A day of which a part is not known is not a day that is known.</summary>
    [Fact]
    public void DayWithAHole_IsNotWhole() =>
        Assert.Equal(1, new PeriodFigures([Day(1, 1, 1), Day(1, 1, 1) with { Hole = "only a part" }]).Known);

    private static PeriodFigures Same(int days, double requests) =>
        new([.. Enumerable.Repeat<DayFigures?>(Day(requests, 100, 30), days)]);

    private static DayFigures Day(double requests, double p95, double cpu) =>
        new(
            "service api",
            s_day,
            ImmutableSortedDictionary<string, double>
                .Empty.Add(Figure.Requests.Name, requests)
                .Add(Figure.P95Ms.Name, p95)
                .Add(Figure.Cpu.Name, cpu)
                .Add(Figure.CpuMost.Name, cpu)
        );
}

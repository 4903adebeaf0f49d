using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports.Periods;

public class TrendLineTests
{
    [Fact]
    public void StraightLine_IsFoundAsItIs()
    {
        var line = TrendLine.Of([.. Enumerable.Range(0, 28).Select(day => (double?)(40 + (0.5 * day)))])!;

        Assert.Equal((0.5, 0.5, 0.5), (line.PerDay, line.Low, line.High));
        Assert.Equal(53.5, line.Now, 9);
        Assert.True(line.IsRising);
        Assert.Equal(33, line.DaysUntil(70)!.Value, 9);
        Assert.Equal(0, line.DaysUntil(50));
    }

    /// <summary>Three of 28 days that are ten times as high.</summary>
    [Fact]
    public void WildDays_DoNotTurnIt()
    {
        var line = TrendLine.Of([
            .. Enumerable.Range(0, 28).Select(day => (double?)(day is 5 or 13 or 26 ? 1000 : 100 + day)),
        ])!;

        Assert.InRange(line.PerDay, 0.8, 1.2);
    }

    /// <summary>Weekends that are half as busy are no trend, in whole weeks as in others.</summary>
    [Theory]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(28)]
    public void WeeklyRhythm_IsNoTrend(int days)
    {
        var line = TrendLine.Of([.. Enumerable.Range(0, days).Select(day => (double?)(day % 7 >= 5 ? 50 : 100))])!;

        Assert.False(line.IsRising);
        Assert.False(line.IsFalling);
        Assert.Null(line.DaysUntil(1000));
    }

    /// <summary>What falls does not reach a limit above it, however near it is.</summary>
    [Fact]
    public void FallingLine_ReachesNothing()
    {
        var line = TrendLine.Of([.. Enumerable.Range(0, 20).Select(day => (double?)(100 - day))])!;

        Assert.True(line.IsFalling);
        Assert.Null(line.DaysUntil(80));
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public void FewDays_AreNone(int known, bool isThere)
    {
        var line = TrendLine.Of([
            .. Enumerable.Range(0, 28).Select(day => day < known ? (double?)day : null),
            double.NaN,
            double.PositiveInfinity,
        ]);

        Assert.Equal(isThere, line is not null);
    }

    /// <summary>Days without a value are days that pass.</summary>
    [Fact]
    public void Gaps_KeepTheSlope()
    {
        var line = TrendLine.Of([.. Enumerable.Range(0, 40).Select(day => day % 2 == 0 ? (double?)day : null)])!;

        Assert.Equal(1, line.PerDay, 9);
        Assert.Equal(39, line.Now, 9);
        Assert.Equal(20, line.Points);
    }
}

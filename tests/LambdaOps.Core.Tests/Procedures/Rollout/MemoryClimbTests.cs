using System.Collections.Immutable;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

public class MemoryClimbTests
{
    [Fact]
    public void Line_IsFound()
    {
        var climb = MemoryClimb.Of(Minutes(20, at => 60 + at))!;

        Assert.Equal(1, climb.PercentPerMinute, 9);
        Assert.Equal(60, climb.FromPercent, 9);
        Assert.Equal(79, climb.ToPercent, 9);
        Assert.Equal(11, climb.Until(90).TotalMinutes, 6);
        Assert.Equal(TimeSpan.Zero, climb.Until(79));
    }

    /// <summary>Single minutes that CloudWatch has wrongly move nothing.</summary>
    [Theory]
    [InlineData(0, 100)]
    [InlineData(9, 0)]
    [InlineData(19, 0)]
    public void Outliers_DoNotMoveIt(int where, double value)
    {
        var climb = MemoryClimb.Of(Minutes(20, at => at == where ? value : 60 + at))!;

        Assert.Equal(1, climb.PercentPerMinute, 1);
        Assert.Equal(79, climb.ToPercent, 0);
    }

    [Theory]
    [InlineData("flat")]
    [InlineData("falling")]
    [InlineData("saw")]
    [InlineData("step")]
    [InlineData("few")]
    [InlineData("none")]
    public void WhatDoesNotClimb_IsNone(string how) =>
        Assert.Null(
            MemoryClimb.Of(
                how switch
                {
                    "flat" => Minutes(30, at => 80 + (at % 2)),
                    "falling" => Minutes(30, at => 90 - at),
                    "saw" => Minutes(30, at => 70 + (at % 10)),
                    "step" => Minutes(30, at => at < 15 ? 60 : 80),
                    "few" => Minutes(MemoryClimb.FewestMinutes - 1, at => 60 + at),
                    _ => MetricSeries.Empty,
                }
            )
        );

    /// <summary>Minutes that are missing are no zeros.</summary>
    [Fact]
    public void Gaps_AreLeftOut()
    {
        var all = Minutes(30, at => 60 + at);
        var some = all with { Values = [.. all.Values.Where((_, at) => at % 3 != 1)] };

        Assert.Equal(1, MemoryClimb.Of(some)!.PercentPerMinute, 9);
    }

    internal static MetricSeries Minutes(int count, Func<int, double> percent) =>
        new([
            .. Enumerable.Range(0, count).Select(at => new MinuteValue(Some.Now.AddMinutes(at - count), percent(at))),
        ]);
}

using CsCheck;
using LambdaOps.Core.Backtests;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Backtests;

/// <summary>Series as a row of periods: 0 within the threshold, X breaching, - without data.</summary>
public sealed class AlarmHistoryTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_parts = ["0", "X", "0", "X", "-", "-", "-----------", "00000", "XX"];

    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(5);

    // In ALARM from the end of period A to that of period B: A-B; "+" where it still is.
    [Theory]
    [InlineData("value > 5 for 2 of 3 x 300s", "000X0X000", MissingData.Missing, "5-6")]
    [InlineData("value > 5 for 3 of 3 x 300s", "00XX0XXX0", MissingData.Missing, "7-8")]
    [InlineData("value > 5 for 1 of 1 x 300s", "X", MissingData.Missing, "0-0+")]
    [InlineData("value > 5 for 1 of 1 x 300s", "0X0X", MissingData.Missing, "1-2 3-3+")]
    [InlineData("value < 5 for 1 of 1 x 300s", "0XX", MissingData.Missing, "0-1")]
    // Without data an alarm keeps its state as long as the range has a datapoint.
    [InlineData("value > 5 for 1 of 1 x 300s", "0X--0", MissingData.Missing, "1-4")]
    [InlineData("value > 5 for 1 of 1 x 300s", "0X---0", MissingData.Missing, "1-4")]
    [InlineData("value > 5 for 1 of 1 x 300s", "0X-----0", MissingData.Ignore, "1-7")]
    [InlineData("value > 5 for 1 of 1 x 300s", "00-----0", MissingData.Breaching, "4-7")]
    [InlineData("value > 5 for 1 of 1 x 300s", "0X-----0", MissingData.NotBreaching, "1-4")]
    // Before the data begin nothing is missing.
    [InlineData("value > 5 for 1 of 3 x 300s", "0000", MissingData.Breaching, "")]
    public void Alarm_IsInAlarmAsCloudWatchHasIt(string alarm, string row, MissingData missing, string expected) =>
        Assert.Equal(expected, InAlarm(History(alarm, row, missing)));

    /// <summary>Every period by itself: nothing that is skipped or remembered makes a difference.</summary>
    [Fact]
    public void History_IsThatOfEachPeriodByItself() =>
        Gen.Select(
                Gen.Int[0, s_parts.Length - 1].Select(part => s_parts[part]).Array[1, 30],
                Gen.Int[1, 4],
                Gen.Int[0, 3],
                Gen.Enum<MissingData>()
            )
            .Sample(
                (parts, needed, more, missing) =>
                {
                    var row = $"0{string.Concat(parts)}0";
                    var alarm = FormattableString.Invariant($"value > 5 for {needed} of {needed + more} x 300s");

                    Assert.Equal(
                        Naive(row, new AlarmRange(needed, needed + more, missing)),
                        InAlarm(History(alarm, row, missing))
                    );
                }
            );

    [Fact]
    public void Periods_AreThoseOfTheClock()
    {
        // 00:04 and 00:05 lie in two periods; 00:05 and 00:09 in one, whose average breaches nothing.
        var history = Of("value > 5 for 1 of 1 x 300s", MissingData.Missing, [(4, 9), (5, 9), (9, 0), (10, 0)]);

        Assert.Equal([9.0, 4.5, 0.0], history.Datapoints.Select(one => one.Value));
        Assert.Equal([0, 5, 10], history.Datapoints.Select(one => (one.At - s_start).TotalMinutes));
        Assert.Equal("0-1", InAlarm(history));
    }

    [Fact]
    public void Points_MayComeInAnyOrder_AndWithoutValue()
    {
        var history = Of(
            "value > 5 for 1 of 1 x 300s",
            MissingData.Missing,
            [(20, 0), (10, double.NaN), (5, 9), (0, 1), (15, double.PositiveInfinity)]
        );

        Assert.Equal([1.0, 9.0, 0.0], history.Datapoints.Select(one => one.Value));
        Assert.Equal((5, 2), (history.Periods, history.MissingPeriods));
    }

    [Fact]
    public void Peak_IsTheFarthestValue_AlsoOfThePeriodsThatLedToIt()
    {
        var history = Of(
            "value > 5 for 2 of 2 x 300s",
            MissingData.Missing,
            [(0, 1), (5, 90), (10, 7), (15, 8), (20, 1)]
        );
        var low = Of("value < 5 for 1 of 1 x 300s", MissingData.Missing, [(0, 9), (5, 3), (10, -2), (15, 4), (20, 9)]);

        Assert.Equal((90, s_start.AddMinutes(5)), (history.InAlarm[0].Peak, history.InAlarm[0].PeakAt));
        Assert.Equal(-2, Assert.Single(low.InAlarm).Peak);
    }

    [Fact]
    public void Sum_ThatNoNumberCanHold_IsAsLargeAsOneCanBe()
    {
        var history = AlarmHistory.Of(
            SeriesOf([(0, 1e308), (1, 1e308), (2, 1e308), (5, 1)]),
            BacktestAlarm.Read("value > 5 for 1 of 1 x 300s").Alarm!,
            Statistic.Read("Sum")!,
            MissingData.Missing,
            static () => { }
        );

        Assert.Equal(double.MaxValue, Assert.Single(history.InAlarm).Peak);
    }

    [Fact]
    public void YearsWithoutData_TakeNoTime()
    {
        var decades = (int)TimeSpan.FromDays(365 * 40).TotalMinutes;
        var history = Of("value > 5 for 1 of 1 x 10s", MissingData.Missing, [(0, 9), (decades, 9)]);

        Assert.Equal((decades * 6) + 1, history.Periods);
        Assert.Equal(2, history.InAlarm.Length);
    }

    [Fact]
    public void Anomaly_IsWhatTheDetectorFinds()
    {
        var random = new Random(7);
        var history = Of(
            "anomaly for 1 of 1 x 300s",
            MissingData.Missing,
            [.. Enumerable.Range(0, 1000).Select(at => (at * 5, at == 700 ? 900.0 : 100 + random.NextDouble()))]
        );

        var found = Assert.Single(history.InAlarm, one => one.Peak == 900);
        Assert.Equal(s_start.AddMinutes(3505), found.From);
    }

    [Fact]
    public void Work_EndsWhereItIsToEnd()
    {
        var asked = 0;

        Assert.Throws<OperationCanceledException>(() =>
            AlarmHistory.Of(
                SeriesOf([.. Enumerable.Range(0, 200_000).Select(at => (at * 5, 1.0))]),
                BacktestAlarm.Read("value > 5").Alarm!,
                Statistic.Average,
                MissingData.Missing,
                () => throw (++asked == 1 ? new OperationCanceledException() : new InvalidOperationException())
            )
        );
    }

    private static AlarmHistory History(string alarm, string row, MissingData missing) =>
        Of(
            alarm,
            missing,
            [
                .. row.Index()
                    .Where(one => one.Item != '-')
                    .Select(one => (one.Index * (int)s_period.TotalMinutes, one.Item == 'X' ? 9.0 : 1.0)),
            ]
        );

    private static AlarmHistory Of(string alarm, MissingData missing, (int Minute, double Value)[] points) =>
        AlarmHistory.Of(
            SeriesOf(points),
            BacktestAlarm.Read(alarm).Alarm!,
            Statistic.Average,
            missing,
            static () => { }
        );

    private static PastMetric SeriesOf((int Minute, double Value)[] points) =>
        PastMetric.Of(
            "a.csv",
            "value",
            [.. points.Select(point => s_start.AddMinutes(point.Minute).UtcTicks)],
            [.. points.Select(point => point.Value)]
        );

    private static string InAlarm(AlarmHistory history) =>
        string.Join(
            ' ',
            history.InAlarm.Select(one => $"{PeriodOf(one.From)}-{PeriodOf(one.Until)}{(one.IsOpen ? "+" : "")}")
        );

    /// <summary>The period at whose end that is.</summary>
    private static int PeriodOf(DateTimeOffset at) => (int)((at - s_start) / s_period) - 1;

    private static string Naive(string row, AlarmRange range)
    {
        var stretches = new List<string>();
        var since = -1;
        for (var end = 0; end < row.Length; end++)
        {
            var readings = Enumerable
                .Range(0, range.Periods + AlarmRange.MoreThanPeriods)
                .Select(age => end - age is >= 0 and var at ? row[at] : '-')
                .Select(letter =>
                    letter switch
                    {
                        'X' => PeriodReading.Breaching,
                        '0' => PeriodReading.Within,
                        _ => PeriodReading.Missing,
                    }
                )
                .ToArray();
            var isKnown = range.Treatment != MissingData.Breaching || end >= range.Periods - 1;
            var state = isKnown ? range.StateOf(readings) : null;
            if (state == AlarmState.Alarm)
            {
                since = since < 0 ? end : since;
            }
            else if (state is not null && since >= 0)
            {
                stretches.Add($"{since}-{end}");
                since = -1;
            }
        }

        return string.Join(' ', since < 0 ? stretches : [.. stretches, $"{since}-{row.Length - 1}+"]);
    }
}

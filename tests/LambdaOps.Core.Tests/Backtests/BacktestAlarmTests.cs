using LambdaOps.Core.Backtests;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Backtests;

public sealed class BacktestAlarmTests
{
    [Theory]
    [InlineData("value > 85 for 2 of 3 x 300s", "value > 85 for 2 of 3 x 300s")]
    [InlineData("value>=85.5", "value >= 85.5 for 1 of 1 x 300s")]
    [InlineData("value < -1e3 for 3 x 1min", "value < -1000 for 3 of 3 x 60s")]
    [InlineData("value <= 0 for 1 of 24 X 1h", "value <= 0 for 1 of 24 x 3600s")]
    [InlineData("CPU Utilization > 85 for 5 × 5m", "CPU Utilization > 85 for 5 of 5 x 300s")]
    [InlineData("\"a > b\" > 1 for 2 of 2 x 10s", "a > b > 1 for 2 of 2 x 10s")]
    [InlineData("  'x'  <  2  ", "x < 2 for 1 of 1 x 300s")]
    [InlineData("anomaly", "anomaly for 1 of 1 x 300s")]
    [InlineData("anomaly of my metric for 2 of 3 x 60s", "anomaly of my metric for 2 of 3 x 60s")]
    [InlineData("anomaly > 3", "anomaly > 3 for 1 of 1 x 300s")]
    public void Read_TakesWhatPeopleWrite(string text, string read) =>
        Assert.Equal(read, $"{BacktestAlarm.Read(text).Alarm}");

    [Theory]
    [InlineData("")]
    [InlineData("value")]
    [InlineData("> 85")]
    [InlineData("value > ")]
    [InlineData("value > 85 for")]
    [InlineData("value > 85 for 2 of 3")]
    [InlineData("value > 85 for 2 of 3 x 300")]
    [InlineData("value == 85")]
    [InlineData("anomalous")]
    public void Read_SaysWhatItExpects(string text) =>
        Assert.Equal((null, BacktestAlarm.Form), BacktestAlarm.Read(text));

    [Fact]
    public void Read_TakesNoTextThatGoesOnForEver() =>
        Assert.Equal(BacktestAlarm.Form, BacktestAlarm.Read(new string(' ', 1_000_000) + "> 1").Expected);

    [Theory]
    [InlineData("value > many", "a number")]
    [InlineData("value > NaN", "a number")]
    [InlineData("value > Infinity", "a number")]
    [InlineData("value > 1 for 0 of 3 x 300s", "from 1 on")]
    [InlineData("value > 1 for 0 x 300s", "from 1 on")]
    [InlineData("value > 1 for 4 of 3 x 300s", "no more than N")]
    [InlineData("value > 1 for 1 of 1 x 0s", "a period that CloudWatch has")]
    [InlineData("value > 1 for 1 of 1 x 45s", "a period that CloudWatch has")]
    [InlineData("value > 1 for 1 of 1 x 999999999h", "a day together")]
    [InlineData("value > 1 for 1 of 289 x 300s", "a day together")]
    [InlineData("value > 1 for 1 of 169 x 1h", "a week")]
    public void Read_SaysWhichPartIsWrong(string text, string expected) =>
        Assert.Contains(expected, BacktestAlarm.Read(text).Expected!, StringComparison.Ordinal);

    [Theory]
    [InlineData("value > 1 for 1 of 288 x 300s")]
    [InlineData("value > 1 for 1 of 168 x 1h")]
    public void Read_TakesAsManyPeriodsAsCloudWatch(string text) => Assert.NotNull(BacktestAlarm.Read(text).Alarm);

    [Fact]
    public void Anomaly_IsNoNameWhereSomethingIsCompared()
    {
        Assert.Null(BacktestAlarm.Read("anomaly").Alarm!.Column);
        Assert.Equal("anomaly", BacktestAlarm.Read("anomaly > 3").Alarm!.Column);
    }

    [Theory]
    [InlineData("Average", 2.5)]
    [InlineData("sum", 10)]
    [InlineData("Minimum", 1)]
    [InlineData("MAXIMUM", 4)]
    [InlineData("SampleCount", 4)]
    [InlineData("p0", 1)]
    [InlineData("p50", 2.5)]
    [InlineData("P100", 4)]
    public void Statistic_IsOfThePointsOfAPeriod(string name, double expected) =>
        Assert.Equal(expected, Statistic.Read(name)!.Of([3, 1, 4, 2]), tolerance: 1e-12);

    [Theory]
    [InlineData("mean")]
    [InlineData("p101")]
    [InlineData("p")]
    [InlineData("p-1")]
    [InlineData("")]
    public void Statistic_ThatCloudWatchLacks_IsNone(string name) => Assert.Null(Statistic.Read(name));

    [Theory]
    [InlineData(MissingData.Missing, "missing")]
    [InlineData(MissingData.NotBreaching, "notBreaching")]
    public void Treatment_HasCloudWatchsName(MissingData treatment, string name) =>
        Assert.Equal(name, treatment.Text());
}

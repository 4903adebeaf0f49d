using System.Text.Json.Nodes;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Tests.World;

public sealed class AlarmEvaluationTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 1, 10, 30, TimeSpan.Zero);

    // The tables of CloudWatch's documentation: 0 within the threshold, X breaching, - missing; newest last. The state
    // "keep" means that the alarm stays as it is.
    [Theory]
    [InlineData(3, "0-X-X", "OK", "OK", "OK", "OK")]
    [InlineData(3, "----0", "OK", "OK", "OK", "OK")]
    [InlineData(3, "-----", "INSUFFICIENT_DATA", "keep", "ALARM", "OK")]
    [InlineData(3, "0XX-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(3, "--X--", "ALARM", "keep", "ALARM", "OK")]
    [InlineData(2, "0-X-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(2, "00X0X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(2, "0-X--", "OK", "OK", "ALARM", "OK")]
    [InlineData(2, "----0", "OK", "OK", "ALARM", "OK")]
    [InlineData(2, "---X-", "ALARM", "keep", "ALARM", "OK")]
    [InlineData(3, "----X", "keep", "keep", "ALARM", "OK")]
    [InlineData(3, "00XXX", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(3, "XXXX0", "OK", "OK", "OK", "OK")]
    [InlineData(1, "00X00", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(1, "0X000", "OK", "OK", "OK", "OK")]
    public void Evaluate_FollowsTheTableOfMissingData(
        int needed,
        string range,
        string missing,
        string ignore,
        string breaching,
        string notBreaching
    )
    {
        Assert.Equal(missing, StateOf(needed, range, MissingData.Missing));
        Assert.Equal(ignore, StateOf(needed, range, MissingData.Ignore));
        Assert.Equal(breaching, StateOf(needed, range, MissingData.Breaching));
        Assert.Equal(notBreaching, StateOf(needed, range, MissingData.NotBreaching));
    }

    [Theory]
    [InlineData(Comparison.GreaterThanThreshold, 10, false)]
    [InlineData(Comparison.GreaterThanThreshold, 10.1, true)]
    [InlineData(Comparison.GreaterThanOrEqualToThreshold, 10, true)]
    [InlineData(Comparison.LessThanThreshold, 10, false)]
    [InlineData(Comparison.LessThanThreshold, 9.9, true)]
    [InlineData(Comparison.LessThanOrEqualToThreshold, 10, true)]
    public void IsBreaching_ComparesAtTheThresholdItself(Comparison comparison, double value, bool breaching) =>
        Assert.Equal(
            breaching,
            AlarmEvaluation.IsBreaching(Plan(1) with { Comparison = comparison }, new(s_now, value))
        );

    [Theory]
    [InlineData(Comparison.LessThanLowerOrGreaterThanUpperThreshold, 4, true)]
    [InlineData(Comparison.LessThanLowerOrGreaterThanUpperThreshold, 5, false)]
    [InlineData(Comparison.LessThanLowerOrGreaterThanUpperThreshold, 16, true)]
    [InlineData(Comparison.GreaterThanUpperThreshold, 4, false)]
    [InlineData(Comparison.LessThanLowerThreshold, 16, false)]
    public void IsBreaching_ComparesWithTheBand(Comparison comparison, double value, bool breaching) =>
        Assert.Equal(
            breaching,
            AlarmEvaluation.IsBreaching(
                Plan(1) with
                {
                    Comparison = comparison,
                },
                new(s_now, value, 1, Lower: 5, Upper: 15)
            )
        );

    [Fact]
    public void Reason_OfAnAlarmIsWordedAsAwsDoes() =>
        Assert.Equal(
            "Threshold Crossed: 3 out of the last 3 datapoints [20.0 (02/03/26 01:09:00), 20.0 (02/03/26 01:08:00), "
                + "20.0 (02/03/26 01:07:00)] were greater than the threshold (10.0) "
                + "(minimum 3 datapoints for OK -> ALARM transition).",
            Verdict(Plan(3), "00XXX").Reason
        );

    [Fact]
    public void Reason_OfARecoveryNamesTheDatapointsWithinTheThreshold() =>
        Assert.Equal(
            "Threshold Crossed: 1 out of the last 3 datapoints [0.0 (02/03/26 01:09:00)] was not greater than the "
                + "threshold (10.0) (minimum 1 datapoint for ALARM -> OK transition).",
            Verdict(Plan(3), "XXXX0").Reason
        );

    [Fact]
    public void Reason_WithoutDatapointsToAlarmIsShorter() =>
        Assert.Equal(
            "Threshold Crossed: 1 datapoint [20.0 (02/03/26 01:09:00)] was greater than the threshold (10.0).",
            Verdict(Plan(1) with { EvaluationPeriods = 1, DatapointsToAlarm = null }, "00X").Reason
        );

    [Theory]
    [InlineData(MissingData.NotBreaching, "[NonBreaching]")]
    [InlineData(MissingData.Breaching, "[Breaching]")]
    public void Reason_WithoutDataSaysHowItWasTreated(MissingData missing, string treated) =>
        Assert.Equal(
            "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as "
                + $"{treated}.",
            Verdict(Plan(3) with { MissingData = missing }, "-----").Reason
        );

    [Fact]
    public void Reason_OfInsufficientDataCountsThePeriods() =>
        Assert.Equal("Insufficient Data: 3 datapoints were unknown.", Verdict(Plan(3), "-----").Reason);

    [Fact]
    public void Reason_OfAnAnomalyGivesBothBounds()
    {
        var plan = Plan(1) with
        {
            EvaluationPeriods = 1,
            Comparison = Comparison.LessThanLowerOrGreaterThanUpperThreshold,
            ThresholdMetricId = "ad1",
        };
        var verdict = AlarmEvaluation.Evaluate(plan, [new(s_now, 0, 1, 0.25, 0.5)], s_now);

        Assert.Equal(
            "Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (02/03/26 01:10:30)] was less than the lower "
                + "thresholds [0.25] or greater than the upper thresholds [0.5] "
                + "(minimum 1 datapoint for OK -> ALARM transition).",
            verdict.Reason
        );
        var data = JsonNode.Parse(verdict.ReasonData!)!;
        Assert.Equal("[0.25]", data["recentLowerThresholds"]!.ToJsonString());
        Assert.Equal("[0.5]", data["recentUpperThresholds"]!.ToJsonString());
        Assert.Null(data["threshold"]);
    }

    [Fact]
    public void ReasonData_IsAwsJson() =>
        Assert.Equal(
            "{\"version\":\"1.0\",\"queryDate\":\"2026-03-02T01:10:30.000+0000\",\"startDate\":"
                + "\"2026-03-02T01:09:00.000+0000\",\"statistic\":\"Sum\",\"period\":60,"
                + "\"recentDatapoints\":[20.0],\"threshold\":10.0,\"evaluatedDatapoints\":"
                + "[{\"timestamp\":\"2026-03-02T01:09:00.000+0000\",\"sampleCount\":1.0,\"value\":20.0}]}",
            Verdict(Plan(1) with { EvaluationPeriods = 1 }, "--X").ReasonData
        );

    private static AlarmPlan.Metric Plan(int needed) =>
        Worlds.Errors with
        {
            DatapointsToAlarm = needed,
            MissingData = MissingData.Missing,
        };

    private static string StateOf(int needed, string range, MissingData missing) =>
        Verdict(Plan(needed) with { MissingData = missing }, range).State?.Text() ?? "keep";

    private static AlarmVerdict Verdict(AlarmPlan.Metric plan, string oldestFirst)
    {
        var points = oldestFirst
            .Reverse()
            .Select(
                (c, age) =>
                    new AlarmDatapoint(
                        new DateTimeOffset(2026, 3, 2, 1, 9 - age, 0, TimeSpan.Zero),
                        c switch
                        {
                            '0' => 0,
                            'X' => 20,
                            _ => null,
                        }
                    )
            );
        return AlarmEvaluation.Evaluate(plan, [.. points], s_now);
    }
}

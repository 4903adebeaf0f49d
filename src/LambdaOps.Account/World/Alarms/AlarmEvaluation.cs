using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.World.Alarms;

/// <summary>One period as an alarm sees it; a null value is a missing datapoint.</summary>
public sealed record AlarmDatapoint(
    DateTimeOffset At,
    double? Value,
    double SampleCount = 1,
    double? Lower = null,
    double? Upper = null
);

/// <summary>What an evaluation says. A null state keeps the present one.</summary>
public sealed record AlarmVerdict(AlarmStateValue? State, string Reason, string? ReasonData);

/// <summary>
/// CloudWatch's wording of what <see cref="AlarmRange"/> says of an alarm's datapoints.
/// </summary>
public static class AlarmEvaluation
{
    /// <param name="range">The evaluation range, newest first, <see cref="AlarmRange.MoreThanPeriods"/> longer than N.</param>
    public static AlarmVerdict Evaluate(AlarmPlan.Metric plan, IReadOnlyList<AlarmDatapoint> range, DateTimeOffset now)
    {
        var wanted = plan.EvaluationPeriods;
        var needed = plan.DatapointsToAlarm ?? wanted;
        var used = range.Where(d => d.Value is not null).Take(wanted).ToList();
        var filled = wanted - used.Count;
        var breaching = used.Where(d => IsBreaching(plan, d)).ToList();
        var state = StateOf(plan, range, needed);
        var data = ReasonData(plan, used, range.Take(wanted), now);
        if (state is null or AlarmStateValue.InsufficientData)
        {
            return new AlarmVerdict(
                state,
                $"Insufficient Data: {Many(wanted, "datapoint")} {Were(wanted)} unknown.",
                data
            );
        }

        var shown = state == AlarmStateValue.Alarm ? breaching : used.Except(breaching).ToList();
        return new AlarmVerdict(state, Reason(plan, state.Value, shown, used.Count, filled), data);
    }

    public static bool IsBreaching(AlarmPlan.Metric plan, AlarmDatapoint point) =>
        plan.Comparison.IsBreaching(point.Value!.Value, plan.Threshold ?? 0, point.Lower, point.Upper);

    private static AlarmStateValue? StateOf(AlarmPlan.Metric plan, IReadOnlyList<AlarmDatapoint> range, int needed)
    {
        PeriodReading[] readings =
        [
            .. range.Select(point =>
                point.Value is null ? PeriodReading.Missing
                : IsBreaching(plan, point) ? PeriodReading.Breaching
                : PeriodReading.Within
            ),
        ];
        return new AlarmRange(needed, plan.EvaluationPeriods, plan.MissingData).StateOf(readings) switch
        {
            AlarmState.Alarm => AlarmStateValue.Alarm,
            AlarmState.Ok => AlarmStateValue.Ok,
            AlarmState.InsufficientData => AlarmStateValue.InsufficientData,
            _ => null,
        };
    }

    private static string Reason(
        AlarmPlan.Metric plan,
        AlarmStateValue state,
        List<AlarmDatapoint> shown,
        int used,
        int filled
    )
    {
        var treated =
            filled == 0 || plan.MissingData is MissingData.Missing or MissingData.Ignore
                ? ""
                : $"{Many(filled, "missing datapoint")} {Were(filled)} treated as "
                    + (plan.MissingData == MissingData.Breaching ? "[Breaching]" : "[NonBreaching]");
        var crossed = plan.ThresholdMetricId is null ? "Threshold Crossed: " : "Thresholds Crossed: ";
        if (used == 0)
        {
            var periods = Many(plan.EvaluationPeriods, "period");
            return $"{crossed}no datapoints were received for {periods} and {treated}.";
        }

        if (shown.Count == 0)
        {
            return $"{crossed}{Many(used, "datapoint")} {Were(used)} received for "
                + $"{Many(plan.EvaluationPeriods, "period")} and {treated}.";
        }

        var values = string.Join(
            ", ",
            shown.Select(d => $"{Wording.Number(d.Value!.Value)} ({Wording.DatapointMoment(d.At)})")
        );
        var count = plan.DatapointsToAlarm is null
            ? Many(shown.Count, "datapoint")
            : $"{shown.Count} out of the last {Many(plan.EvaluationPeriods, "datapoints")}";
        var relation = Relation(plan, state == AlarmStateValue.Alarm, shown);
        var and = treated.Length == 0 ? "" : " and " + treated;
        return $"{crossed}{count} [{values}] {Were(shown.Count)} {relation}{and}{Minimum(plan, state)}.";
    }

    private static string Minimum(AlarmPlan.Metric plan, AlarmStateValue state)
    {
        if (plan.DatapointsToAlarm is not { } needed)
        {
            return "";
        }

        return state == AlarmStateValue.Alarm
            ? $" (minimum {Many(needed, "datapoint")} for OK -> ALARM transition)"
            : $" (minimum {Many(plan.EvaluationPeriods - needed + 1, "datapoint")} for ALARM -> OK transition)";
    }

    private static string Relation(AlarmPlan.Metric plan, bool breaching, List<AlarmDatapoint> shown)
    {
        var not = breaching ? "" : "not ";
        var threshold = $"the threshold ({Wording.Number(plan.Threshold ?? 0)})";
        var lower = $"less than the lower thresholds [{Bounds(shown, d => d.Lower)}]";
        var upper = $"greater than the upper thresholds [{Bounds(shown, d => d.Upper)}]";
        return not
            + plan.Comparison switch
            {
                Comparison.GreaterThanThreshold => "greater than " + threshold,
                Comparison.GreaterThanOrEqualToThreshold => "greater than or equal to " + threshold,
                Comparison.LessThanThreshold => "less than " + threshold,
                Comparison.LessThanOrEqualToThreshold => "less than or equal to " + threshold,
                Comparison.LessThanLowerThreshold => lower,
                Comparison.GreaterThanUpperThreshold => upper,
                _ => $"{lower} or {not}{upper}",
            };
    }

    private static string Bounds(List<AlarmDatapoint> shown, Func<AlarmDatapoint, double?> bound) =>
        string.Join(", ", shown.Select(d => Wording.Number(bound(d) ?? 0)));

    private static string ReasonData(
        AlarmPlan.Metric plan,
        List<AlarmDatapoint> used,
        IEnumerable<AlarmDatapoint> periods,
        DateTimeOffset now
    )
    {
        var plain = plan.Queries is [{ Metric: not null }];
        var data = new JsonObject { ["version"] = "1.0", ["queryDate"] = Wording.Moment(now) };
        if (used.Count > 0)
        {
            data["startDate"] = Wording.Moment(used[^1].At);
        }

        if (plain && plan.Queries[0].Unit is { } unit)
        {
            data["unit"] = unit;
        }

        if (plain)
        {
            data["statistic"] = plan.Queries[0].Stat;
        }

        data["period"] = plan.Queries.Max(q => q.Period);
        var oldestFirst = Enumerable.Reverse(used).ToList();
        data["recentDatapoints"] = Numbers(oldestFirst, d => d.Value);
        if (plan.ThresholdMetricId is null)
        {
            data["threshold"] = Wording.JsonNumber(plan.Threshold ?? 0);
        }
        else
        {
            data["recentLowerThresholds"] = Numbers(oldestFirst, d => d.Lower);
            data["recentUpperThresholds"] = Numbers(oldestFirst, d => d.Upper);
        }

        data["evaluatedDatapoints"] = Evaluated(used.Count > 0 ? used : periods, plain);
        return Wording.Json(data);
    }

    private static JsonArray Numbers(List<AlarmDatapoint> points, Func<AlarmDatapoint, double?> number) =>
        [.. points.Select(d => Wording.JsonNumber(number(d) ?? 0))];

    private static JsonArray Evaluated(IEnumerable<AlarmDatapoint> points, bool plain)
    {
        var evaluated = new JsonArray();
        foreach (var point in points)
        {
            var one = new JsonObject { ["timestamp"] = Wording.Moment(point.At) };
            if (point.Value is { } value)
            {
                if (plain)
                {
                    one["sampleCount"] = Wording.JsonNumber(point.SampleCount);
                }

                one["value"] = Wording.JsonNumber(value);
            }

            evaluated.Add(one);
        }

        return evaluated;
    }

    private static string Many(int count, string what) =>
        count == 1 || what.EndsWith('s') ? $"{count} {what}" : $"{count} {what}s";

    private static string Were(int count) => count == 1 ? "was" : "were";
}

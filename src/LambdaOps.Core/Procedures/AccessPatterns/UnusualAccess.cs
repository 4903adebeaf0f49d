using System.Collections.Immutable;
using LambdaOps.Core.Anomalies;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AccessPatterns;

/// <summary>
/// 異常アクセスパターン検知: each series of two weeks goes through the anomaly detector, and what it detects of the last
/// 24 hours is said with the numbers by which it was decided.
/// </summary>
internal sealed class UnusualAccess(
    CheckSituation situation,
    LocalDay day,
    TimeZoneInfo zone,
    AccessPatternsPolicy policy
)
{
    /// <summary>So much before the day is learned before anything counts as usual.</summary>
    private static readonly TimeSpan s_leastHistory = TimeSpan.FromDays(3);

    private readonly Fact<AccessNumbers> _seen = situation.Seen.Of(AccessLooks.Numbers);

    public IEnumerable<Finding> Findings()
    {
        if (_seen is not Fact<AccessNumbers>.Known { Value: var numbers })
        {
            return
            [
                new Finding(
                    FindingLevel.Missing,
                    "access metrics",
                    $"how the estate was accessed could not be seen: {_seen.WhyUnknown}"
                ),
            ];
        }

        return numbers.All.Where(one => one.Kind != AccessKind.Allowed).Select(series => Of(series, numbers));
    }

    private Finding Of(AccessSeries series, AccessNumbers numbers)
    {
        var (key, name) = ($"access {series.Kind} {series.Subject}", NameOf(series));
        var beside = BesideOf(series, numbers);
        if ((series.Values.Hole ?? beside?.Hole) is { } hole)
        {
            return Missing(key, $"{name}: {hole}");
        }

        var readings = beside is null ? series.Values.Values : Filled(series.Values, beside);
        var judged = readings.Where(reading => day.Contains(reading.At)).ToList();
        if (judged.Count == 0 && TakesTurns(series))
        {
            return new Finding(FindingLevel.Fine, key, $"{name}: none in 24 hours, another service has the traffic");
        }

        if (judged.Count == 0)
        {
            return Missing(
                key,
                readings is [.., var last]
                    ? $"{name}: no datapoint in 24 hours, the last one is of {Moment(last.At)}"
                    : FormattableString.Invariant($"{name}: no datapoint in {AccessLooks.Reach.TotalDays:0} days")
            );
        }

        var history = day.From - readings[0].At;
        if (history < s_leastHistory)
        {
            return Missing(
                key,
                FormattableString.Invariant(
                    $"{name}: what is usual is not known yet, {Math.Max(0, history.TotalDays):0.#} days before the last 24 hours are known, expected {s_leastHistory.TotalDays:0}"
                )
            );
        }

        return Judged(key, name, readings, judged.Count);
    }

    private Finding Judged(string key, string name, ImmutableArray<MinuteValue> readings, int count)
    {
        var found = Detected(readings);
        var minutes = AccessLooks.Period.TotalMinutes;
        return found.MaxBy(anomaly => anomaly.OneIn) is { } rarest
            ? new Finding(
                FindingLevel.Warning,
                key,
                FormattableString.Invariant($"{name}, in {minutes:0} minutes: {rarest}")
                    + FormattableString.Invariant($", once in {rarest.OneIn:0} readings")
                    + (found.Count > 1 ? FormattableString.Invariant($"; {found.Count} unusual readings in all") : "")
            )
            : new Finding(
                FindingLevel.Fine,
                key,
                FormattableString.Invariant($"{name}: nothing unusual in {count} readings of {minutes:0} minutes")
            );
    }

    /// <summary>The detector learns from all readings; what it says of the day is kept.</summary>
    private List<Anomaly> Detected(ImmutableArray<MinuteValue> readings)
    {
        var (detector, found) = (new AnomalyDetector(), new List<Anomaly>());
        foreach (var reading in readings)
        {
            // By the wall clock, so that the day's rhythm is that of people.
            var score = detector.Observe(TimeZoneInfo.ConvertTime(reading.At, zone), reading.Value);
            if (
                score.Anomaly is { } anomaly
                && day.Contains(reading.At)
                && anomaly.OneIn >= policy.AnomalyOneIn
                && Math.Abs(anomaly.Value - anomaly.Expected) >= policy.AnomalyLeast
            )
            {
                found.Add(anomaly);
            }
        }

        return found;
    }

    /// <summary>
    /// What is counted with it. CloudWatch writes no zeros: where requests were counted and none of them went wrong, none
    /// went wrong; where none were counted, nobody knows. Null where a gap is a gap.
    /// </summary>
    private MetricSeries? BesideOf(AccessSeries series, AccessNumbers numbers) =>
        series.Kind switch
        {
            AccessKind.ClientErrors => numbers.Of(AccessKind.Requests, series.Subject),
            AccessKind.Blocked => numbers.Of(AccessKind.Allowed, series.Subject),
            AccessKind.Refused => ((FigureDays)situation.Part.About)
                .Services.Where(service => service.LoadBalancer == series.Subject)
                .Select(service => numbers.Of(AccessKind.Requests, service.Id.Value))
                .OfType<MetricSeries>()
                .Aggregate(MetricSeries.Empty, (one, other) => one.With(other, Enumerable.Sum)),
            _ => null,
        };

    /// <summary>Of two services behind one rule, one may get no request at all.</summary>
    private bool TakesTurns(AccessSeries series) =>
        situation.Estate.Services.FirstOrDefault(one => one.Id.Value == series.Subject) is { } service
        && situation.Estate.Services.Any(other =>
            other.TargetGroupArn == service.TrafficRule?.OtherTargetGroupArn
            || service.TargetGroupArn == other.TrafficRule?.OtherTargetGroupArn
        );

    private static ImmutableArray<MinuteValue> Filled(MetricSeries series, MetricSeries beside)
    {
        var values = new SortedDictionary<DateTimeOffset, double>();
        foreach (var reading in beside.Values)
        {
            values[reading.At] = 0;
        }

        foreach (var reading in series.Values)
        {
            values[reading.At] = reading.Value;
        }

        return [.. values.Select(one => new MinuteValue(one.Key, one.Value))];
    }

    private static string NameOf(AccessSeries series) =>
        series.Kind switch
        {
            AccessKind.Requests => $"requests of {series.Subject}",
            AccessKind.ClientErrors => $"client errors of {series.Subject}",
            AccessKind.Refused => $"requests that {series.Subject} refused",
            AccessKind.Users => "active users",
            AccessKind.Blocked => $"requests that {series.Subject} blocked",
            AccessKind.Allowed => $"requests that {series.Subject} let through",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static Finding Missing(string key, string text) => new(FindingLevel.Missing, key, text);

    private string Moment(DateTimeOffset at) => TimeZones.Minute(at, zone);
}

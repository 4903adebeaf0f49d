using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AccessPatterns;

/// <summary>
/// WAFブロック状況確認: what each web ACL blocked, hour by hour against the same hour of the days before, with what its
/// log and its samples say of it.
/// </summary>
internal sealed class BlockedHours(
    CheckSituation situation,
    LocalDay day,
    TimeZoneInfo zone,
    AccessPatternsPolicy policy
)
{
    /// <summary>So many days with the hour say what is usual.</summary>
    private const int LeastDays = 3;

    private const int MostKinds = 3;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly Fact<AccessNumbers> _numbers = situation.Seen.Of(AccessLooks.Numbers);

    private readonly Fact<BlockedRequests> _logs = situation.Seen.Of(AccessLooks.Blocked);

    private readonly Fact<SampledRequests> _samples = situation.Seen.Of(AccessLooks.Sampled);

    public IEnumerable<Finding> Findings() => ((FigureDays)situation.Part.About).WebAcls.SelectMany(Of);

    private IEnumerable<Finding> Of(WebAcl acl)
    {
        yield return Counted(acl, string.Concat(Logged(acl), Sampled(acl)));
        if (acl.LogGroup is { } group && (LogOf(acl)?.WhyMissing ?? WhyMissing(_logs, LogOf(acl))) is { } unread)
        {
            yield return Missing($"log of {acl.Name}", $"what {group} says of {acl.Name} could not be seen: {unread}");
        }

        if ((SampleOf(acl)?.WhyMissing ?? WhyMissing(_samples, SampleOf(acl))) is { } unsampled)
        {
            yield return Missing(
                $"samples of {acl.Name}",
                $"what {acl.Name} blocks just now could not be seen: {unsampled}"
            );
        }
    }

    /// <param name="more">What log and samples say.</param>
    private Finding Counted(WebAcl acl, string more)
    {
        var key = $"blocked {acl.Name}";
        if (_numbers is not Fact<AccessNumbers>.Known { Value: var numbers })
        {
            return Missing(key, $"what {acl.Name} blocked could not be seen: {_numbers.WhyUnknown}");
        }

        var blocked = numbers.Of(AccessKind.Blocked, acl.Name) ?? MetricSeries.Empty;
        var allowed = numbers.Of(AccessKind.Allowed, acl.Name) ?? MetricSeries.Empty;
        if ((blocked.Hole ?? allowed.Hole) is { } hole)
        {
            return Missing(key, $"what {acl.Name} blocked could not be seen: {hole}");
        }

        var hours = Enumerable
            .Range(0, 24)
            .Select(hour => new Hour(day.From + (s_hour * hour), blocked, allowed))
            .ToList();
        if (!hours.Exists(hour => hour.IsThere))
        {
            return Missing(
                key,
                $"AWS/WAFV2 has no datapoint of {acl.Metric} in 24 hours: no request came, or it has another metric name{more}"
            );
        }

        return Judged(acl, key, hours, more);
    }

    private Finding Judged(WebAcl acl, string key, List<Hour> hours, string more)
    {
        var worst = hours.OrderByDescending(IsMany).ThenByDescending(hour => hour.Blocked - (hour.Usual ?? 0)).First();
        var all =
            $"{acl.Name} blocked {Number(hours.Sum(hour => hour.Blocked))} of "
            + $"{Number(hours.Sum(hour => hour.Blocked + hour.Allowed))} requests in 24 hours";
        var hour = $"{Time(worst.From)} to {Time(worst.From + s_hour)}";
        return worst.Usual is { } usual
                ? new Finding(
                    IsMany(worst) ? FindingLevel.Warning : FindingLevel.Fine,
                    key,
                    IsMany(worst)
                        ? $"{all}: {Number(worst.Blocked)} from {hour}, usually {Number(usual)} at that hour{more}"
                        : $"{all}, in no hour many more than on other days{more}"
                )
            : IsMany(worst)
                ? new Finding(
                    FindingLevel.Warning,
                    key,
                    $"{all}: {Number(worst.Blocked)} from {hour}, and too few earlier days are known to compare with{more}"
                )
            : Missing(
                key,
                $"{all}; whether that is usual is not known yet: that hour of {worst.Days} earlier days is known, "
                    + FormattableString.Invariant($"expected {LeastDays}{more}")
            );
    }

    /// <summary>Where nothing is known to compare with, the number alone counts.</summary>
    private bool IsMany(Hour hour) =>
        hour.Blocked >= policy.BlockedFrom && hour.Blocked >= policy.BlockedTimes * Math.Max(1, hour.Usual ?? 0);

    private string Logged(WebAcl acl) =>
        LogOf(acl) is { WhyMissing: null, Top: [_, ..] top }
            ? $"; by its log {string.Join(", ", top.Take(MostKinds))}"
            : "";

    private string Sampled(WebAcl acl) =>
        SampleOf(acl) is not { WhyMissing: null } sample ? ""
        : sample.Size == 0 ? $"; no request was sampled since {Time(sample.From)}"
        : $"; since {Time(sample.From)} in a sample of {Number(sample.Size)} of {Number(sample.Population)} requests "
            + (
                sample.Blocked == 0
                    ? "none was blocked"
                    : $"{Number(sample.Blocked)} were blocked, {string.Join(", ", sample.Top.Take(MostKinds))}"
            );

    private BlockedOfAcl? LogOf(WebAcl acl) =>
        (_logs as Fact<BlockedRequests>.Known)?.Value.All.FirstOrDefault(one => one.Acl == acl.Name);

    private SampleOfAcl? SampleOf(WebAcl acl) =>
        (_samples as Fact<SampledRequests>.Known)?.Value.All.FirstOrDefault(one => one.Acl == acl.Name);

    private static string? WhyMissing(Fact look, object? seen) => seen is null ? look.WhyUnknown : null;

    private static Finding Missing(string key, string text) => new(FindingLevel.Missing, key, text);

    private string Time(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>An hour of the day with the same one of the days before.</summary>
    private sealed record Hour
    {
        public Hour(DateTimeOffset from, MetricSeries blocked, MetricSeries allowed)
        {
            From = from;
            (Blocked, Allowed, IsThere) = Sums(from, blocked, allowed);
            var days = (int)AccessLooks.Reach.TotalDays - 1;
            var before = Enumerable
                .Range(1, days)
                .Select(back => Sums(from - (s_day * back), blocked, allowed))
                .Where(sums => sums.IsThere)
                .Select(sums => sums.Blocked)
                .ToList();
            (Days, Usual) = (before.Count, before.Count < LeastDays ? null : Median.Of(before));
        }

        public DateTimeOffset From { get; }

        public double Blocked { get; }

        public double Allowed { get; }

        /// <summary>Whether any request was counted: CloudWatch writes no zeros.</summary>
        public bool IsThere { get; }

        /// <summary>How many days before have the hour.</summary>
        public int Days { get; }

        /// <summary>The median of those days; null where they are too few.</summary>
        public double? Usual { get; }

        private static (double Blocked, double Allowed, bool IsThere) Sums(
            DateTimeOffset from,
            MetricSeries blocked,
            MetricSeries allowed
        )
        {
            var (sum, isBlocked) = Sum(blocked, from);
            var (let, isAllowed) = Sum(allowed, from);
            return (sum, let, isBlocked || isAllowed);
        }

        private static (double Sum, bool IsThere) Sum(MetricSeries series, DateTimeOffset from)
        {
            var (sum, isThere) = (0.0, false);
            foreach (var (at, value) in series.Values)
            {
                if (at >= from && at < from + s_hour)
                {
                    (sum, isThere) = (sum + value, true);
                }
            }

            return (sum, isThere);
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.AccessPatterns;

namespace LambdaOps.Core.Procedures.AccessPatterns;

/// <summary>ログイン試行監視: how many, from where, and how that is against other days.</summary>
internal sealed class FailedLogins
{
    private const string Key = "failed logins";

    /// <summary>So many days say what is usual.</summary>
    private const int LeastDays = 3;

    private const int MostSources = 3;

    private readonly AccessPatternsPolicy _policy;

    private readonly LocalDay _day;

    private readonly Memory _kept;

    private readonly ImmutableArray<LinesOfGroup> _groups;

    private readonly string? _whyMissing;

    public FailedLogins(CheckSituation situation, LocalDay day, AccessPatternsPolicy policy)
    {
        (_policy, _day) = (policy, day);
        _kept = situation.Last?.Keep as Memory ?? Memory.None;
        var seen = situation.Seen.Of(FigureLooks.FailedLogins);
        _groups = seen is Fact<LoggedLines>.Known { Value.All: var groups } ? groups : [];
        _whyMissing = seen.WhyMissing;
    }

    private long Count => _groups.Sum(group => group.Count);

    private bool IsWhole => _whyMissing is null && _groups.All(group => group.WhyMissing is null);

    /// <summary>Nothing where the estate names no log group: nobody looked, and nobody wanted to.</summary>
    public IEnumerable<Finding> Findings()
    {
        if (_whyMissing is { } why)
        {
            return [new Finding(FindingLevel.Missing, Key, $"failed logins could not be seen: {why}")];
        }

        var unseen = _groups
            .Where(group => group.WhyMissing is not null)
            .Select(group => new Finding(
                FindingLevel.Missing,
                $"{Key} {group.LogGroup}",
                $"failed logins in {group.LogGroup} could not be seen: {group.WhyMissing}"
            ));
        return _groups.IsEmpty ? []
            : _groups.Any(group => group.WhyMissing is null) ? [Counted(), .. unseen, .. Trend()]
            : unseen;
    }

    /// <summary>What the next run has to know. A day that was not seen whole is no day to compare with.</summary>
    public Memory Keep() =>
        new(
            (IsWhole && !_groups.IsEmpty ? _kept.FailedLogins.SetItem(Name(_day.Date), Count) : _kept.FailedLogins)
                .TakeLast(Memory.MostDays)
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );

    private Finding Counted()
    {
        var sources = _groups
            .SelectMany(group => group.Lines)
            .GroupBy(line => line.Example, StringComparer.Ordinal)
            .Select(same => (Source: same.Key, Count: same.Sum(line => line.Count)))
            .OrderByDescending(one => one.Count)
            .ThenBy(one => one.Source, StringComparer.Ordinal)
            .ToList();
        var counted = Math.Max(1, _groups.Sum(group => group.Counted));
        var isMostFromOne =
            sources is [{ Source: not "?" } first, ..] && first.Count * 100 >= counted * _policy.SourcePercent;
        var level =
            Count < _policy.FailedLoginsFrom
                ? IsMoreThanUsual
                    ? FindingLevel.Warning
                    : FindingLevel.Fine
                : isMostFromOne
                    ? FindingLevel.Danger
                    : FindingLevel.Warning;
        var from = sources
            .Take(MostSources)
            .Select(one => $"{Number(one.Count)} from {(one.Source == "?" ? "an unknown source" : one.Source)}");
        return new Finding(
            level,
            Key,
            $"{Number(Count)} failed logins in 24 hours"
                + (sources.Count > 0 ? $": {string.Join(", ", from)}" : "")
                + (counted < Count ? $" (of the newest {Number(counted)})" : "")
                + $"; {Compared()}"
        );
    }

    /// <summary>A trend needs days: until they are there, nobody knows whether a count is usual.</summary>
    private IEnumerable<Finding> Trend() =>
        Before.Count >= LeastDays
            ? []
            :
            [
                new Finding(
                    FindingLevel.Missing,
                    $"trend of {Key}",
                    $"whether that many failed logins are usual is not known yet: {Before.Count} earlier days were "
                        + $"counted, expected {LeastDays}"
                ),
            ];

    private List<long> Before =>
        [.. _kept.FailedLogins.Where(one => one.Key != Name(_day.Date)).Select(one => one.Value)];

    /// <summary>The median of the days that are kept; null where they are too few.</summary>
    private double? Usual => Before.Count < LeastDays ? null : Median.Of(Before.Select(count => (double)count));

    private bool IsMoreThanUsual =>
        Count >= _policy.FailedLoginsLeast
        && Usual is { } usual
        && Count >= _policy.FailedLoginsTimes * Math.Max(1, usual);

    private string Compared()
    {
        var usual = Usual is { } median ? $", usually {Number(median)}" : "";
        return $"the day before {Of(1)}, the same weekday {Of(7)}{usual}";
    }

    private string Of(int daysBefore) =>
        _kept.FailedLogins.TryGetValue(Name(_day.Date.AddDays(-daysBefore)), out var count)
            ? Number(count)
            : "not counted";

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}

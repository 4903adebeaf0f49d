using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Checks;

/// <summary>What one run of a check's part found and did.</summary>
public sealed record CheckReport(DateTimeOffset StartedAt, DateTimeOffset EndedAt, ImmutableArray<Finding> Findings)
{
    /// <summary>For which time of its schedule; null where a person asked.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Why nothing was changed; null where changes were allowed.</summary>
    public string? Held { get; init; }

    public ImmutableArray<ChangeCount> Counts { get; init; } = [];

    /// <summary>Since when each problem is there, by its key.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Since { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What the check keeps for its next run.</summary>
    public CheckMemory? Keep { get; init; }

    [JsonIgnore]
    public IEnumerable<Finding> Problems => Findings.Where(finding => finding.IsProblem);

    /// <summary>The worst of it; fine where there is nothing.</summary>
    [JsonIgnore]
    public FindingLevel Worst => Findings.IsEmpty ? FindingLevel.Fine : Findings.Max(finding => finding.Level);

    /// <summary>As a notice's severity: nobody is paged for a report.</summary>
    [JsonIgnore]
    public Severity Severity => Worst == FindingLevel.Danger ? Severity.P3 : Severity.P4;

    /// <summary>The report that ends a run.</summary>
    /// <param name="last">The one before.</param>
    public static CheckReport Of(
        CheckRun run,
        ImmutableArray<Finding> findings,
        CheckMemory? keep,
        CheckReport? last,
        DateTimeOffset now
    )
    {
        ImmutableArray<Finding> all = [.. OfSchedule(run), .. findings];
        return new CheckReport(run.StartedAt, now, all)
        {
            ScheduledFor = run.ScheduledFor,
            Held = run.WhyHeld,
            Counts = run.Counts,
            Keep = keep,
            Since = all.Where(finding => finding.IsProblem)
                .DistinctBy(finding => finding.Key)
                .ToImmutableSortedDictionary(
                    finding => finding.Key,
                    finding => last?.Since.GetValueOrDefault(finding.Key) is { Ticks: > 0 } since ? since : now,
                    StringComparer.Ordinal
                ),
        };
    }

    /// <summary>What is said of the schedule itself.</summary>
    private static IEnumerable<Finding> OfSchedule(CheckRun run)
    {
        if (run.Missed > 0)
        {
            yield return new Finding(
                FindingLevel.Warning,
                "missed runs",
                FormattableString.Invariant($"{run.Missed} scheduled runs before this one never began")
            );
        }

        if (run.LeftOut > 0)
        {
            yield return new Finding(
                FindingLevel.Warning,
                "left out",
                FormattableString.Invariant($"{run.LeftOut} scheduled runs were left out, as this one still went on")
            );
        }
    }
}

/// <summary>What of a report is news to people.</summary>
/// <param name="New">Problems that are new or worse.</param>
/// <param name="Still">Problems that people know.</param>
/// <param name="Over">Texts of problems that are gone.</param>
public sealed record ReportNews(ImmutableArray<Finding> New, ImmutableArray<Finding> Still, ImmutableArray<string> Over)
{
    /// <summary>After which people are reminded of what is still there.</summary>
    public static TimeSpan RemindAfter { get; } = TimeSpan.FromHours(24);

    public static ReportNews Of(CheckReport report, CheckReport? last)
    {
        var before = (last?.Problems ?? []).DistinctBy(finding => finding.Key).ToDictionary(finding => finding.Key);
        var isNew = report.Problems.ToLookup(finding =>
            !before.TryGetValue(finding.Key, out var known) || finding.Level > known.Level
        );
        var now = report.Problems.Select(finding => finding.Key).ToHashSet(StringComparer.Ordinal);
        return new ReportNews(
            [.. isNew[true]],
            [.. isNew[false]],
            [.. before.Values.Where(finding => !now.Contains(finding.Key)).Select(finding => finding.Text)]
        );
    }

    /// <summary>Whether people are notified now.</summary>
    /// <param name="notifiedAt">When they last were; null when never.</param>
    public bool IsWorthANotice(DateTimeOffset? notifiedAt, DateTimeOffset now) =>
        !New.IsEmpty
        || !Over.IsEmpty
        || (!Still.IsEmpty && (notifiedAt is not { } before || now - before >= RemindAfter));
}

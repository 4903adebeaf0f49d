using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>The incidents that were opened in a period, by what they were about and by what was done.</summary>
/// <param name="Opened">All of them.</param>
/// <param name="Before">So many were opened in the period before.</param>
/// <param name="StillOpen">Of all that were ever opened.</param>
/// <param name="IsWhole">Whether there were not more than can be read.</param>
public sealed record IncidentSums(
    int Opened,
    int Before,
    int StillOpen,
    ImmutableArray<CauseSum> Causes,
    ImmutableArray<MeasureSum> Measures,
    bool IsWhole
)
{
    /// <summary>Against the goals of each recovery level that one of them counts to.</summary>
    public ImmutableArray<RecoverySum> Recoveries { get; init; } = [];

    /// <param name="all">Of both periods.</param>
    public static IncidentSums Of(IncidentsOfDays all, LocalDay first, LocalDay last, DateTimeOffset before)
    {
        var then = all.All.Where(one => one.OpenedAt >= before && one.OpenedAt < first.From).ToList();
        var now = all.All.Where(one => one.OpenedAt >= first.From && one.OpenedAt < last.Until).ToList();
        var earlier = then.CountBy(KeyOf).ToDictionary();
        return new IncidentSums(
            now.Count,
            then.Count,
            all.All.Count(one => one.EndedAt is null),
            [
                .. now.GroupBy(KeyOf)
                    .Select(same => CauseSum.Of([.. same], earlier.GetValueOrDefault(same.Key)))
                    .OrderByDescending(sum => sum.Count)
                    .ThenBy(sum => $"{sum.Target} {sum.Remedy} {sum.By}", StringComparer.Ordinal),
            ],
            [
                .. Done(now)
                    .GroupBy(made => made.Attempt.Change.Kind)
                    .Select(same =>
                        MeasureSum.Of(
                            same.Key,
                            [.. same],
                            Done(then).Count(made => made.Attempt.Change.Kind == same.Key)
                        )
                    )
                    .OrderByDescending(sum => sum.Count)
                    .ThenBy(sum => sum.Kind.Name, StringComparer.Ordinal),
            ],
            all.IsWhole
        )
        {
            Recoveries = RecoverySum.Of(now),
        };
    }

    /// <summary>Incidents of the same remedy and target that were first heard of the same way have one cause.</summary>
    private static (ProcedureName, TargetId, string) KeyOf(Incident incident) =>
        (
            incident.Remedy,
            incident.Target,
            Detection.Of(incident) is { Kind: not DetectionKind.Reported, By: var by } ? by : ""
        );

    private static IEnumerable<(Incident Incident, Attempt Attempt)> Done(IEnumerable<Incident> incidents) =>
        incidents.SelectMany(incident => incident.Attempts.Select(attempt => (incident, attempt)));
}

/// <summary>Incidents of one cause.</summary>
/// <param name="By">The alarm or the check; empty where people reported it.</param>
/// <param name="Before">So many were there in the period before.</param>
/// <param name="HandedOff">So many had to be taken by people.</param>
/// <param name="Untouched">So many were over without a change by LambdaOps or a person's help.</param>
/// <param name="Restored">The median time until it was well again; null where none was.</param>
public sealed record CauseSum(
    ProcedureName Remedy,
    TargetId Target,
    string By,
    int Count,
    int Before,
    int HandedOff,
    int Untouched,
    TimeSpan? Restored
)
{
    internal static CauseSum Of(ImmutableArray<Incident> same, int before) =>
        new(
            same[0].Remedy,
            same[0].Target,
            Detection.Of(same[0]) is { Kind: not DetectionKind.Reported, By: var by } ? by : "",
            same.Length,
            before,
            same.Count(one => one.Escalation is not null),
            same.Count(one =>
                one is { Status: IncidentStatus.Resolved, Escalation: null }
                && one.Attempts.All(attempt => attempt.Outcome != AttemptOutcome.Done)
            ),
            Median.Of(same.Select(one => new IncidentReport(one).RestoredAt - one.OpenedAt))
        );
}

/// <summary>How one kind of change did (効果測定).</summary>
/// <param name="Count">AWS took so many.</param>
/// <param name="Failed">So many were refused, or came to nothing.</param>
/// <param name="Incidents">In so many incidents AWS took one.</param>
/// <param name="Cured">So many of them were over without a person's help.</param>
/// <param name="Restored">The median time from the first one of an incident until it was well; null where none was.</param>
/// <param name="Before">Of the period before, taken or not.</param>
public sealed record MeasureSum(
    ChangeKind Kind,
    int Count,
    int Failed,
    int Incidents,
    int Cured,
    TimeSpan? Restored,
    int Before
)
{
    internal static MeasureSum Of(
        ChangeKind kind,
        ImmutableArray<(Incident Incident, Attempt Attempt)> made,
        int before
    )
    {
        var taken = made.Where(one => one.Attempt.Outcome == AttemptOutcome.Done).ToList();
        var incidents = taken.GroupBy(one => one.Incident.Id).Select(same => same.First()).ToList();
        return new MeasureSum(
            kind,
            taken.Count,
            made.Length - taken.Count,
            incidents.Count,
            incidents.Count(one => one.Incident is { Status: IncidentStatus.Resolved, Escalation: null }),
            Median.Of(incidents.Select(one => new IncidentReport(one.Incident).RestoredAt - one.Attempt.At)),
            before
        );
    }
}

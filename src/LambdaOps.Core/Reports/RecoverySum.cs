using System.Collections.Immutable;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Reports;

/// <summary>The incidents of one recovery level, against its goals.</summary>
/// <param name="Rto">Of the newest of them.</param>
/// <param name="Rpo">The same of data.</param>
/// <param name="Other">So many are not over, or were never seen recovered.</param>
/// <param name="Longest">Of those that recovered; null where none did.</param>
public sealed record RecoverySum(
    RecoveryLevel Level,
    TimeSpan Rto,
    TimeSpan Rpo,
    int Reached,
    int Missed,
    int Other,
    TimeSpan? Longest
)
{
    /// <summary>Each level that an incident counts to, the first one first.</summary>
    public static ImmutableArray<RecoverySum> Of(IEnumerable<Incident> incidents) =>
        [
            .. incidents
                .Where(one => one.Recovery is not null)
                .GroupBy(one => one.Recovery!.Level)
                .OrderBy(same => same.Key)
                .Select(same => Of(same.Key, [.. same])),
        ];

    private static RecoverySum Of(RecoveryLevel level, ImmutableArray<Incident> same)
    {
        var goals = same.MaxBy(one => one.OpenedAt)!.Recovery!;
        var verdicts = same.CountBy(one => one.Recovery!.VerdictOf(one)).ToDictionary();
        var (reached, missed) = (
            verdicts.GetValueOrDefault(RecoveryVerdict.Reached),
            verdicts.GetValueOrDefault(RecoveryVerdict.Missed)
        );
        return new RecoverySum(
            level,
            goals.Rto,
            goals.Rpo,
            reached,
            missed,
            same.Length - reached - missed,
            same.Max(one => one.Recovery!.Took(one))
        );
    }
}

using System.Collections.Immutable;

namespace LambdaOps.Core.Backtests;

/// <summary>An incident that would have been opened.</summary>
/// <param name="Stretches">
/// When its alarm was in ALARM: more than one where it was back within the time in which an incident is opened again.
/// </param>
/// <param name="Decided">What the remedy would have decided; empty without one.</param>
public sealed record BacktestIncident(ImmutableArray<AlarmStretch> Stretches, ImmutableArray<PastDecision> Decided)
{
    /// <summary>
    /// Whether it overlaps a window that people marked; null where nobody marked any.
    /// </summary>
    public bool? IsMarked { get; init; }

    public DateTimeOffset From => Stretches[0].From;

    /// <summary>When its alarm was last back, or where the data end.</summary>
    public DateTimeOffset Until => Stretches[^1].Until;

    public bool IsOpen => Stretches[^1].IsOpen;

    public TimeSpan InAlarm => Stretches.Aggregate(TimeSpan.Zero, (sum, one) => sum + (one.Until - one.From));

    /// <summary>The stretch with the value farthest on the alarm's side.</summary>
    public AlarmStretch Peak(bool looksUp) =>
        looksUp ? Stretches.MaxBy(one => one.Peak)! : Stretches.MinBy(one => one.Peak)!;

    /// <summary>
    /// Whether any of it lies in the window. What the alarm saw last began a period before it changed.
    /// </summary>
    public bool Overlaps(MarkedWindow window, TimeSpan period) => From - period <= window.To && Until >= window.From;

    /// <summary>Stretches in an incident each: one that begins soon after another's end opens the same incident again.</summary>
    /// <param name="again">How soon.</param>
    public static IEnumerable<ImmutableArray<AlarmStretch>> Join(ImmutableArray<AlarmStretch> stretches, TimeSpan again)
    {
        var joined = ImmutableArray.CreateBuilder<AlarmStretch>();
        foreach (var stretch in stretches)
        {
            if (joined.Count > 0 && stretch.From - joined[^1].Until >= again)
            {
                yield return joined.DrainToImmutable();
            }

            joined.Add(stretch);
        }

        if (joined.Count > 0)
        {
            yield return joined.DrainToImmutable();
        }
    }
}

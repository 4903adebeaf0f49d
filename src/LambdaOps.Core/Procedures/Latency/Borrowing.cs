using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>
/// Capacity that this rung has added and has not given back. It was settled when the incident ended (given back, or
/// left to somebody else): after a return it counts from there.
/// </summary>
/// <param name="Before">What was there before the first step.</param>
/// <param name="Held">What the last step set; another number in the world is somebody else's.</param>
/// <param name="LastStepAt">When.</param>
internal sealed record Borrowing(int Before, int Held, DateTimeOffset LastStepAt)
{
    /// <summary>Null when nothing was changed.</summary>
    public static Borrowing? Of(Incident incident)
    {
        var steps = incident
            .RungAttempts.Where(attempt =>
                attempt.Outcome == AttemptOutcome.Done
                && (incident.Returns.LastAt is not { } back || attempt.At >= back)
            )
            .Select(attempt => (attempt.At, Step: StepOf(attempt.Change)))
            .Where(one => one.Step is not null)
            .ToList();
        return steps is [var first, ..]
            ? new Borrowing(first.Step!.Value.From, steps[^1].Step!.Value.To, steps[^1].At)
            : null;
    }

    public bool IsReturned => Held <= Before;

    private static (int From, int To)? StepOf(Change action) =>
        action switch
        {
            Change.SetDesiredCount set => (set.From, set.To),
            Change.SetScalingMinimum set => (set.From, set.To),
            _ => null,
        };
}

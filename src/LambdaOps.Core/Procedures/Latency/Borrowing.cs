using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>
/// Capacity that this rung has added and has not scaled in. It was settled when the incident ended (scaled in, or
/// left to someone else): after a return it counts from there.
/// </summary>
/// <param name="Before">What was there before the first step.</param>
/// <param name="Held">What the last step set; another number means that someone else changed it.</param>
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
            .Select(attempt => (attempt.At, Step: attempt.Change.Held() as Quantity))
            .Where(one => one.Step?.From is not null)
            .ToList();
        return steps is [{ Step.From: { } before }, ..] && steps[^1] is { Step: { } last, At: var at }
            ? new Borrowing(before, last.To, at)
            : null;
    }

    public bool IsReturned => Held <= Before;
}

using LambdaOps.Core;

namespace LambdaOps.Engine;

/// <summary>The loop's own bounds.</summary>
/// <param name="Lease">How long a target is claimed for: longer than an invocation may take.</param>
/// <param name="ObserveWithin">Bound of each look; one that takes longer is missing.</param>
/// <param name="IntentGrace">Time in which an intent that the world does not show yet is not taken for lost.</param>
/// <param name="WatchFor">How long an incident is watched at most, in whosever hands it is.</param>
public sealed record LoopOptions(
    TimeSpan Lease, TimeSpan ObserveWithin, TimeSpan IntentGrace, TimeSpan WatchFor)
{
    public static LoopOptions Default { get; } = new(
        Lease: TimeSpan.FromSeconds(25),
        ObserveWithin: TimeSpan.FromSeconds(4),
        IntentGrace: TimeSpan.FromSeconds(20),
        WatchFor: TimeSpan.FromHours(24));

    /// <summary>The remedy whose function this is; null handles every remedy in one place.</summary>
    public RemedyName? Only { get; init; }
}

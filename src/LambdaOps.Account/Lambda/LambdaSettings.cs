using System.Collections.Immutable;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// How the simulated Lambda keeps time. Virtual spans are of the world's clock, real ones of the machine's.
/// </summary>
public sealed record LambdaSettings
{
    public const int DefaultAccountConcurrency = 1000;

    /// <summary>Invocations of all functions that may run at the same (virtual) time; AWS's usual quota.</summary>
    public int AccountConcurrency { get; init; } = DefaultAccountConcurrency;

    /// <summary>
    /// Virtual: how long every invocation lasts. The clock stands still while the function really runs.
    /// </summary>
    public TimeSpan ModelledDuration { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Virtual: Lambda's waits before the first and the second retry of an asynchronous event.</summary>
    public ImmutableArray<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120)];

    /// <summary>Virtual: an environment that was idle longer is gone, and the next invocation starts cold.</summary>
    public TimeSpan WarmFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A function is ended after so many times its timeout in real time: a busy machine is not its fault.
    /// </summary>
    public double RealTimeFactor { get; init; } = 4;

    /// <summary>Real: what a cold start may take on top.</summary>
    public TimeSpan InitAllowance { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Real: how long an ended environment may take to be gone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}

using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>Asks a new revision.</summary>
public interface ISmokeProbe
{
    /// <summary>One request. No answer is a result, whatever the reason.</summary>
    Task<PathProbe> AskAsync(SmokeTest test, SmokePath path, CancellationToken cancellationToken);
}

/// <summary>Where smoke tests are kept, so that one that is asked for again answers the same.</summary>
public interface ISmokeRuns
{
    /// <summary>The test as it stands; a new one when nobody has begun it. Throws when it cannot be read.</summary>
    /// <param name="id">Of the deployment's stage.</param>
    Task<SmokeRun> ReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the next attempt; false when another invocation has written it meanwhile. Throws when it cannot be written.
    /// </summary>
    Task<bool> SaveAsync(SmokeRun next, CancellationToken cancellationToken);
}

/// <summary>A smoke test of one stage of one deployment.</summary>
/// <param name="Attempts">How often the revision was asked.</param>
public sealed record SmokeRun(string Id, int Attempts)
{
    /// <summary>What ECS is answered from here on; null while it is asked again.</summary>
    public SmokeResult? Result { get; init; }
}

/// <summary>How a smoke test ended.</summary>
public sealed record SmokeResult(SmokeOutcome Outcome, HookReply Answer, string Because, DateTimeOffset At);

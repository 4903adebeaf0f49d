using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What a new revision is asked before it gets traffic (runbook: smoke-test.sh --endpoint).</summary>
/// <param name="Endpoint">The test listener's, which leads to the new revision; paths come behind it.</param>
/// <param name="AnswerWithin">Until then no answer is awaited.</param>
/// <param name="Attempts">How often it is asked until it fails for good.</param>
/// <param name="FailsWhenUnable">What ECS is answered when nothing could be asked.</param>
public sealed record SmokeTest(
    Uri Endpoint,
    ImmutableArray<SmokePath> Paths,
    TimeSpan AnswerWithin,
    int Attempts,
    TimeSpan RetryAfter,
    bool FailsWhenUnable
)
{
    /// <summary>Paths that an estate may name: all are asked side by side.</summary>
    public const int MostPaths = 10;

    /// <summary>The path comes behind the host, whatever it looks like: no path leads to another host.</summary>
    public Uri UrlOf(SmokePath path) => new(Endpoint.AbsoluteUri.TrimEnd('/') + path.Path);
}

/// <summary>One path, and what its answer has to be.</summary>
/// <param name="Contains">A text of the body; null where any will do.</param>
/// <param name="Within">What takes longer is too slow.</param>
public sealed record SmokePath(string Path, int Status, string? Contains, TimeSpan Within);

/// <summary>What one path gave.</summary>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="HasText">Whether the body has the text that the estate asks for.</param>
/// <param name="Detail">Why no answer came; empty where one did.</param>
public sealed record PathProbe(SmokePath Path, int? Status, bool HasText, TimeSpan Took, string Detail);

using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>The slowest endpoints of the last quarter of an hour, slowest first.</summary>
public sealed record SlowEndpoints(IReadOnlyList<SlowEndpoint> Slowest)
{
    public override string ToString() => Slowest.Count == 0 ? "the logs show none" : string.Join(", ", Slowest);
}

/// <summary>One endpoint's mean answer time.</summary>
public sealed record SlowEndpoint(string Path, double AverageMs, long Requests)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Path} {AverageMs:0} ms ({Requests} requests)");
}

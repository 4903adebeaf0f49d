using System.Diagnostics;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a service's request log.</summary>
public static class RequestLogLooks
{
    /// <summary>The slowest endpoints, by Logs Insights (runbook: 遅いAPIエンドポイント特定).</summary>
    public static Look<SlowEndpoints> Slowest { get; } =
        new("slowest endpoints", "logs:StartQuery", "logs:GetQueryResults")
        {
            IsAbout = static target => target is OperatedService { LogGroup: not null },
            Words = static fact =>
                fact switch
                {
                    Fact<SlowEndpoints>.Known { Value: var slow } => slow.ToString(),
                    Fact<SlowEndpoints>.Missing { Reason: var reason } => $"the logs cannot be queried ({reason})",
                    Fact<SlowEndpoints>.NotAsked => "the estate names no log group",
                    _ => throw new UnreachableException(),
                },
        };
}

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

using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>How long a log group of the estate is to keep its events.</summary>
/// <param name="RetentionDays">Null: as long as anybody set, but not for ever.</param>
/// <param name="Enforce">Whether it may be set where it is another.</param>
public sealed record LogGroupRule(string Name, int? RetentionDays, bool Enforce)
{
    /// <summary>The days that CloudWatch Logs takes.</summary>
    public static ImmutableArray<int> Retentions { get; } =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
}

/// <summary>Log groups that are looked at together.</summary>
public sealed record LogGroupBatch(ImmutableArray<LogGroupRule> Groups) : Resource(new TargetId("log-groups"), null);

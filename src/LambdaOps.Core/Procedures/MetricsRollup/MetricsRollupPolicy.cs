namespace LambdaOps.Core.Procedures.MetricsRollup;

/// <summary>When a minute counts as down, and how much one invocation asks for.</summary>
/// <param name="LeastFailed">Requests, where not all of the minute's failed.</param>
public sealed record MetricsRollupPolicy(int PerPart, int DownPercent, int LeastFailed) : IPolicy<MetricsRollupPolicy>
{
    public static MetricsRollupPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static MetricsRollupPolicy Read(PolicyReader reader) =>
        new(
            PerPart: reader.Whole(
                "perPart",
                from: 1,
                to: 50,
                byDefault: 20,
                "How many services and tables one invocation looks at."
            ),
            DownPercent: reader.Whole(
                "downPercent",
                from: 1,
                to: 100,
                byDefault: 5,
                "Share of a minute's requests that fail from which on the minute counts as down. Runbook "
                    + "(インシデント分類): 5 %."
            ),
            LeastFailed: reader.Whole(
                "leastFailed",
                from: 1,
                to: 1000,
                byDefault: 3,
                "Failed requests below which a minute is not down, unless all of its requests failed."
            )
        );
}

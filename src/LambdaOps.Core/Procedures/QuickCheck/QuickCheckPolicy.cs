namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>
/// The numbers of the 15-minute check, beside the thresholds of each service. Defaults are the runbook's where it has
/// one (リアルタイム監視項目).
/// </summary>
/// <param name="LeastRequests">A minute.</param>
public sealed record QuickCheckPolicy(
    int ServicesPerPart,
    int LeastRequests,
    int MainFunctionDownPercent,
    int ConnectionsFrom,
    int ConnectionsTo,
    TimeSpan UsersWithin
) : IPolicy<QuickCheckPolicy>
{
    public static QuickCheckPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static QuickCheckPolicy Read(PolicyReader reader) =>
        new(
            ServicesPerPart: reader.Whole(
                "servicesPerPart",
                from: 1,
                to: 100,
                byDefault: 100,
                "How many services one invocation looks at."
            ),
            LeastRequests: reader.Whole(
                "leastRequestsPerMinute",
                from: 1,
                to: 100_000,
                byDefault: 20,
                "Requests a minute below which percentiles say nothing, and failing requests open no incident."
            ),
            MainFunctionDownPercent: reader.Whole(
                "mainFunctionDownPercent",
                from: 1,
                to: 100,
                byDefault: 5,
                "Share of failing requests from which on an incident is a P2. Runbook (インシデント分類): 5 %."
            ),
            ConnectionsFrom: reader.Whole(
                "connectionsFrom",
                from: 0,
                to: 1_000_000,
                byDefault: 100,
                "Connections that are usual at least, only to say so. Runbook (同時接続数): 100."
            ),
            ConnectionsTo: reader.Whole(
                "connectionsTo",
                from: 0,
                to: 1_000_000,
                byDefault: 500,
                "Connections that are usual at most, only to say so. Runbook (同時接続数): 500."
            ),
            UsersWithin: reader.Seconds(
                "usersWithinSeconds",
                from: 60,
                to: 3300,
                byDefault: 900,
                "How old the newest number of active users may be. Runbook (アクティブユーザー数確認): 15 minutes."
            )
        );
}

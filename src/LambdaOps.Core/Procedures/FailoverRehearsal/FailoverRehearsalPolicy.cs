namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>What the steps of a failover are estimated to take where nothing measures them.</summary>
public sealed record FailoverRehearsalPolicy(
    TimeSpan Approval,
    TimeSpan StartTasks,
    TimeSpan RestoreTables,
    TimeSpan Smoke,
    TimeSpan TurnTraffic,
    TimeSpan LagAtMost
) : IPolicy<FailoverRehearsalPolicy>
{
    public static FailoverRehearsalPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static FailoverRehearsalPolicy Read(PolicyReader reader) =>
        new(
            Approval: reader.Seconds(
                "approvalSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 1800,
                "Seconds from the outage until someone has approved the failover: an estimate."
            ),
            StartTasks: reader.Seconds(
                "startTasksSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 600,
                "Seconds until the missing tasks of what stands by have started: an estimate."
            ),
            RestoreTables: reader.Seconds(
                "restoreTablesSeconds",
                from: 0,
                to: 7 * PolicyReader.Day,
                byDefault: 5400,
                "Seconds until tables without a replica are restored from their copies: an estimate."
            ),
            Smoke: reader.Seconds(
                "smokeSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds for the smoke test before the traffic turns: an estimate."
            ),
            TurnTraffic: reader.Seconds(
                "turnTrafficSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds until the traffic has turned, where Route 53 does not show it: an estimate."
            ),
            LagAtMost: reader.Seconds(
                "lagAtMostSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 60,
                "Seconds that a table's replica may be behind before it is a warning."
            )
        );
}

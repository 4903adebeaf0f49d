using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>What a total outage has done so far.</summary>
internal static class TotalOutageHistory
{
    /// <summary>The newest restart or rollback of this rung whose outcome is known, or null.</summary>
    public static Attempt? LastRestart(this Incident incident) =>
        incident.RungAttempts.LastOrDefault(attempt =>
            Rollouts.IsRollback(attempt)
            || attempt
                is { Outcome: not AttemptOutcome.Unconfirmed, Change: Change.RestartAt or Change.ForceNewDeployment }
        );

    /// <summary>
    /// The count from before the first restart with fewer tasks; null when there was none, or it is not known.
    /// </summary>
    public static int? CountBefore(this Incident incident) =>
        incident
            .RungAttempts.Where(attempt => attempt.Outcome != AttemptOutcome.Refused)
            .Select(attempt => attempt.Change)
            .OfType<Change.RestartAt>()
            .FirstOrDefault()
            ?.From;

    /// <summary>The count that this rung set last; null when it has not set any.</summary>
    public static int? HeldCount(this Incident incident) =>
        incident
            .RungAttempts.LastOrDefault(attempt =>
                attempt is { Outcome: AttemptOutcome.Done, Change: Change.RestartAt or Change.SetDesiredCount }
            )
            ?.Change switch
        {
            Change.RestartAt restart => restart.Desired,
            Change.SetDesiredCount set => set.To,
            _ => null,
        };
}

using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// The numbers of a rollout. What counts as good and as bad are the service's own thresholds: go on below their
/// warnings, roll back from their dangers on.
/// </summary>
public sealed record RolloutPolicy(
    int FirstGatePercent,
    int SecondGatePercent,
    TimeSpan GateFor,
    TimeSpan HoldAtMost,
    bool RollBackAfterHold,
    int MinimumRequests,
    TimeSpan JudgeOver,
    TimeSpan DeploymentWithin,
    TimeSpan RollBackWithin,
    TimeSpan WatchFor,
    TimeSpan BudgetFor,
    bool WatchEveryDeployment,
    TimeSpan SmokeTestWithin,
    TimeSpan PerformanceTestWithin,
    TimeSpan MemoryOver,
    TimeSpan MemoryAhead,
    TimeSpan ReplaceAfter,
    TimeSpan RememberedFor,
    TimeSpan CheckEvery,
    TimeSpan BlindAtMost
) : IRemedyPolicy<RolloutPolicy>
{
    private const int Minute = 60;

    public static RolloutPolicy Default { get; } = Read(PolicyReader.Defaults);

    /// <summary>People deploy when they want; the next deployment is another one.</summary>
    public TimeSpan Cooldown => TimeSpan.Zero;

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan NotifyWithin =>
        new[] { HoldAtMost, DeploymentWithin, RollBackWithin, WatchFor, PerformanceTestWithin, BlindAtMost }.Max();

    public static RolloutPolicy Read(PolicyReader reader) =>
        new(
            FirstGatePercent: reader.Whole(
                "firstGatePercent",
                from: 1,
                to: 100,
                byDefault: 10,
                "Share of the traffic, in percent, at which the new revision is judged first. Runbook: --percentage 10."
            ),
            SecondGatePercent: reader.Whole(
                "secondGatePercent",
                from: 1,
                to: 100,
                byDefault: 50,
                "Share of the traffic, in percent, at which it is judged again. Runbook: 10% → 50% → 100%."
            ),
            GateFor: reader.Seconds(
                "gateForSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 5 * Minute,
                "Seconds that a deployment waits at each of these shares at least, before it goes on."
            ),
            HoldAtMost: reader.Seconds(
                "holdAtMostSeconds",
                from: Minute,
                to: PolicyReader.Day,
                byDefault: 30 * Minute,
                "Seconds that a deployment may wait at one share; then it ends as rollBackAfterHold says."
            ),
            RollBackAfterHold: reader.Flag(
                "rollBackAfterHold",
                byDefault: true,
                "Whether a deployment that held for too long is rolled back; false hands it off to on-call."
            ),
            MinimumRequests: reader.Whole(
                "minimumRequests",
                from: 1,
                to: 1_000_000,
                byDefault: 100,
                "Requests to the new revision below which nothing is concluded from its numbers."
            ),
            JudgeOver: reader.Seconds(
                "judgeOverSeconds",
                from: Minute,
                to: 10 * Minute,
                byDefault: 5 * Minute,
                "Seconds over which the new revision's numbers are counted together. Runbook: デプロイ後確認, five minutes."
            ),
            DeploymentWithin: reader.DeploymentWithin(
                "Seconds that a deployment may take without any step before it is handed off to on-call."
            ),
            RollBackWithin: reader.Seconds(
                "rollBackWithinSeconds",
                from: Minute,
                to: PolicyReader.Day,
                byDefault: 10 * Minute,
                "Seconds that a rollback may take before it is handed off to on-call."
            ),
            WatchFor: reader.Seconds(
                "watchForSeconds",
                from: 0,
                to: 2 * 60 * Minute,
                byDefault: 5 * Minute,
                "Seconds of monitoring after a deployment. Runbook: デプロイ後確認, performance-test.sh --duration 300."
            ),
            BudgetFor: reader.BudgetFor(),
            WatchEveryDeployment: reader.Flag(
                "watchEveryDeployment",
                byDefault: true,
                "Whether each deployment of the service is monitored, also one without a pause hook."
            ),
            SmokeTestWithin: reader.SmokeTestWithin(),
            PerformanceTestWithin: reader.PerformanceTestWithin(),
            MemoryOver: reader.MemoryOver(),
            MemoryAhead: reader.MemoryAhead(),
            ReplaceAfter: reader.ReplaceAfter(),
            RememberedFor: reader.RememberedFor(),
            CheckEvery: reader.CheckEvery(byDefault: 10, "Seconds between looks. Runbook: watch -n 10."),
            BlindAtMost: reader.BlindAtMost()
        );
}

/// <summary>How a service is set for this procedure.</summary>
public static class RolloutSetting
{
    extension(OperatedService service)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<RolloutPolicy>? Rollout => service.Settings.Of<RolloutPolicy>();
    }
}

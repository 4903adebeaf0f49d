using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>
/// The numbers of the latency procedure (API応答遅延). What counts as slow and as busy is the service's thresholds.
/// </summary>
/// <param name="TargetCpuPercent">
/// The use that more tasks are to bring each down to. A queue's answer time grows as 1 ÷ (1 − use): at 55 % an answer
/// takes about twice its work, at 85 % nearly seven times.
/// </param>
/// <param name="LeastRequests">A minute.</param>
public sealed record LatencyPolicy(
    int TargetCpuPercent,
    int LeastRequests,
    TimeSpan CheckEvery,
    TimeSpan ServeWithin,
    TimeSpan SettleFor,
    TimeSpan CalmFor,
    TimeSpan ScaleInEvery,
    TimeSpan WatchFor,
    TimeSpan WatchAtMost,
    TimeSpan HoldAtMost,
    TimeSpan DeploymentWithin,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
) : IRemedyPolicy<LatencyPolicy>
{
    public static LatencyPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static LatencyPolicy Read(PolicyReader reader) =>
        new(
            TargetCpuPercent: reader.Whole(
                "targetCpuPercent",
                from: 10,
                to: 90,
                byDefault: 55,
                "The CPU, in percent, that scaling out aims at for each task."
            ),
            LeastRequests: reader.Whole(
                "leastRequestsPerMinute",
                from: 1,
                to: 100_000,
                byDefault: 20,
                "Requests a minute below which answer times say nothing: with idle tasks the service counts as calm."
            ),
            CheckEvery: reader.CheckEvery(byDefault: 30, "Seconds between looks."),
            ServeWithin: reader.Seconds(
                "serveWithinSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 600,
                "Seconds that new tasks have until they serve."
            ),
            SettleFor: reader.Seconds(
                "settleForSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 180,
                "Seconds after a step in which the metrics still show the time before it."
            ),
            CalmFor: reader.Seconds(
                "calmForSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 1800,
                "Seconds of calm before the service is scaled in again."
            ),
            ScaleInEvery: reader.Seconds(
                "scaleInEverySeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds between two steps of scaling in."
            ),
            WatchFor: reader.Seconds(
                "watchForSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 180,
                "Seconds of calm before an incident that scaled nothing out is resolved."
            ),
            WatchAtMost: reader.WatchAtMost(),
            HoldAtMost: TimeSpan.FromHours(
                reader.Whole(
                    "holdAtMostHours",
                    from: 1,
                    to: 7 * 24,
                    byDefault: 6,
                    "Hours that added tasks are held after the last step before on-call decides whether they stay."
                )
            ),
            DeploymentWithin: reader.DeploymentWithin(
                "Seconds that a deployment may take before it is handed off to on-call."
            ),
            BlindAtMost: reader.BlindAtMost(),
            Cooldown: reader.Cooldown(byDefault: 300)
        );

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan NotifyWithin => new[] { WatchAtMost, ServeWithin, DeploymentWithin, BlindAtMost }.Max();
}

/// <summary>How a service is set for this procedure.</summary>
public static class LatencySetting
{
    extension(OperatedService service)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<LatencyPolicy>? Latency => service.Settings.Of<LatencyPolicy>();
    }
}

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>
/// The numbers of the latency procedure (API応答遅延). What counts as slow and as busy is the service's thresholds.
/// </summary>
/// <param name="TargetCpuPercent">
/// The use that more tasks are to bring each down to. A queue's answer time grows as 1 ÷ (1 − use): at 55 % an answer
/// takes about twice its work, at 85 % nearly seven times.
/// </param>
/// <param name="CheckEvery">Time between looks.</param>
/// <param name="ServeWithin">How long new tasks have until they serve.</param>
/// <param name="SettleFor">Time after a step in which the numbers still tell of the time before it.</param>
/// <param name="CalmFor">How long it must be calm before borrowed capacity goes back.</param>
/// <param name="GiveBackEvery">Time between two steps back.</param>
/// <param name="WatchFor">How long it must be calm before an incident that borrowed nothing is resolved.</param>
/// <param name="WatchAtMost">How long an alarm may contradict good numbers before a person is asked.</param>
/// <param name="DeploymentWithin">How long a deployment may take before a person is asked.</param>
/// <param name="BlindAtMost">How long evidence may be missing before a person is asked.</param>
/// <param name="Cooldown">Time after an action in which the same remedy does not act on the same target again.</param>
public sealed record LatencyPolicy(
    int TargetCpuPercent,
    TimeSpan CheckEvery,
    TimeSpan ServeWithin,
    TimeSpan SettleFor,
    TimeSpan CalmFor,
    TimeSpan GiveBackEvery,
    TimeSpan WatchFor,
    TimeSpan WatchAtMost,
    TimeSpan DeploymentWithin,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
)
{
    public static LatencyPolicy Default { get; } =
        new(
            TargetCpuPercent: 55,
            CheckEvery: TimeSpan.FromSeconds(30),
            ServeWithin: TimeSpan.FromMinutes(10),
            SettleFor: TimeSpan.FromMinutes(3),
            CalmFor: TimeSpan.FromMinutes(30),
            GiveBackEvery: TimeSpan.FromMinutes(5),
            WatchFor: TimeSpan.FromMinutes(3),
            WatchAtMost: TimeSpan.FromMinutes(15),
            DeploymentWithin: TimeSpan.FromMinutes(10),
            BlindAtMost: TimeSpan.FromMinutes(5),
            Cooldown: TimeSpan.FromMinutes(5)
        );

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan TellWithin => new[] { WatchAtMost, ServeWithin, DeploymentWithin, BlindAtMost }.Max();
}

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>
/// The numbers of the total outage. Defaults are the runbook's where it has one (完全サービス停止時).
/// </summary>
/// <param name="CheckEvery">Time between looks (runbook: sleep 10).</param>
/// <param name="Looks">Looks after the restart before a person is asked (runbook: for i in {1..30}).</param>
/// <param name="SteadyFor">How long the service must be healthy before each step back: more tasks, the page.</param>
/// <param name="WatchFor">How long it must stay healthy before the incident is resolved.</param>
/// <param name="WatchAtMost">
/// How long an incident may go on after its opening or the last action before a person is asked, though single probes
/// are good.
/// </param>
/// <param name="DeploymentWithin">How long a deployment of someone else may take before a person is asked.</param>
/// <param name="FailedTasksMeanFailing">Failed tasks of a deployment from which on it counts as failing.</param>
/// <param name="BlindAtMost">How long evidence may be missing before a person is asked.</param>
/// <param name="Cooldown">Time after an action in which the same remedy does not act on the same target again.</param>
public sealed record TotalOutagePolicy(
    TimeSpan CheckEvery,
    int Looks,
    TimeSpan SteadyFor,
    TimeSpan WatchFor,
    TimeSpan WatchAtMost,
    TimeSpan DeploymentWithin,
    int FailedTasksMeanFailing,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
)
{
    public static TotalOutagePolicy Default { get; } =
        new(
            CheckEvery: TimeSpan.FromSeconds(10),
            Looks: 30,
            SteadyFor: TimeSpan.FromSeconds(20),
            WatchFor: TimeSpan.FromMinutes(1),
            WatchAtMost: TimeSpan.FromMinutes(15),
            DeploymentWithin: TimeSpan.FromMinutes(10),
            FailedTasksMeanFailing: 2,
            BlindAtMost: TimeSpan.FromMinutes(5),
            Cooldown: TimeSpan.FromMinutes(15)
        );

    /// <summary>How long the restart has to help.</summary>
    public TimeSpan RecoverWithin => CheckEvery * Looks;

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan TellWithin => new[] { WatchAtMost, RecoverWithin, DeploymentWithin, BlindAtMost }.Max();
}

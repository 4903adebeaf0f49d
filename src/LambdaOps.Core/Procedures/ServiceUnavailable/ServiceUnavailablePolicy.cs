namespace LambdaOps.Core.Procedures.ServiceUnavailable;

/// <summary>
/// The numbers of the 503 procedure. Defaults are the runbook's where it has one (503 Service Unavailable).
/// </summary>
/// <param name="Probes">Failed health requests in a row that make an outage (runbook: for i in {1..5}).</param>
/// <param name="ProbeEvery">Time between them (runbook: sleep 1).</param>
/// <param name="ActAtOnceWhenEvidenceAgrees">
/// Whether the first tick may act where the evidence agrees without more probes: no healthy target, or the first probe
/// failing while every evaluated datapoint of the alarm breaches.
/// </param>
/// <param name="CheckEvery">Time between looks after an action (runbook: sleep 10).</param>
/// <param name="RecoverWithin">How long an action has to help (runbook: 30 looks, 10 s apart).</param>
/// <param name="WatchFor">How long the service must stay healthy before the incident is resolved.</param>
/// <param name="WatchAtMost">
/// How long an incident may go on after its opening or the last action before a person is asked, though single probes
/// are good.
/// </param>
/// <param name="DeploymentWithin">How long a deployment of someone else may take before a person is asked.</param>
/// <param name="FailedTasksMeanFailing">Failed tasks of a deployment from which on it counts as failing.</param>
/// <param name="BlindAtMost">How long evidence may be missing before a person is asked.</param>
/// <param name="Cooldown">Time after an action in which the same remedy does not act on the same target again.</param>
public sealed record ServiceUnavailablePolicy(
    int Probes,
    TimeSpan ProbeEvery,
    bool ActAtOnceWhenEvidenceAgrees,
    TimeSpan CheckEvery,
    TimeSpan RecoverWithin,
    TimeSpan WatchFor,
    TimeSpan WatchAtMost,
    TimeSpan DeploymentWithin,
    int FailedTasksMeanFailing,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
)
{
    public static ServiceUnavailablePolicy Default { get; } =
        new(
            Probes: 5,
            ProbeEvery: TimeSpan.FromSeconds(1),
            ActAtOnceWhenEvidenceAgrees: true,
            CheckEvery: TimeSpan.FromSeconds(10),
            RecoverWithin: TimeSpan.FromMinutes(5),
            WatchFor: TimeSpan.FromMinutes(1),
            WatchAtMost: TimeSpan.FromMinutes(15),
            DeploymentWithin: TimeSpan.FromMinutes(10),
            FailedTasksMeanFailing: 2,
            BlindAtMost: TimeSpan.FromMinutes(5),
            Cooldown: TimeSpan.FromMinutes(15)
        );

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan TellWithin => new[] { WatchAtMost, RecoverWithin, DeploymentWithin, BlindAtMost }.Max();
}

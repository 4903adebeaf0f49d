using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ServiceUnavailable;

/// <summary>
/// The numbers of the 503 procedure. Defaults are the runbook's where it has one (503 Service Unavailable).
/// </summary>
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
    TimeSpan RememberedFor,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
) : IRemedyPolicy<ServiceUnavailablePolicy>
{
    public static ServiceUnavailablePolicy Default { get; } = Read(PolicyReader.Defaults);

    public static ServiceUnavailablePolicy Read(PolicyReader reader) =>
        new(
            Probes: reader.Whole(
                "probes",
                from: 1,
                to: 100,
                byDefault: 5,
                "Failed health requests, of the last twice as many, that make an outage. Runbook 503, step 1: for i in {1..5}."
            ),
            ProbeEvery: reader.Seconds(
                "probeEverySeconds",
                from: 1,
                to: 60,
                byDefault: 1,
                "Seconds between those requests. Runbook 503, step 1: sleep 1."
            ),
            ActAtOnceWhenEvidenceAgrees: reader.Flag(
                "actAtOnceWhenEvidenceAgrees",
                byDefault: true,
                "Whether the first look may restart without more probes where the evidence agrees: the health URL "
                    + "fails, and no target is healthy or every datapoint of the alarm breaches."
            ),
            CheckEvery: reader.CheckEvery(
                byDefault: 10,
                "Seconds between looks after an action and while watching. Runbook (完全サービス停止時): sleep 10."
            ),
            RecoverWithin: reader.Seconds(
                "recoverWithinSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds that an action has to help before it is handed off to on-call. Runbook (完全サービス停止時): 30 looks, 10 s "
                    + "apart."
            ),
            WatchFor: reader.Seconds(
                "watchForSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 60,
                "Seconds that the service must stay healthy before the incident is resolved."
            ),
            WatchAtMost: reader.WatchAtMost(),
            DeploymentWithin: reader.DeploymentWithin(
                "Seconds that a deployment may take before it counts as failing (tasks missing) or is handed off to on-call."
            ),
            FailedTasksMeanFailing: reader.FailedTasksMeanFailing(),
            RememberedFor: reader.RememberedFor(),
            BlindAtMost: reader.BlindAtMost(),
            Cooldown: reader.Cooldown(byDefault: 900)
        );

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan NotifyWithin => new[] { WatchAtMost, RecoverWithin, DeploymentWithin, BlindAtMost }.Max();
}

/// <summary>How a service is set for this procedure.</summary>
public static class ServiceUnavailableSetting
{
    extension(OperatedService service)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<ServiceUnavailablePolicy>? ServiceUnavailable => service.Settings.Of<ServiceUnavailablePolicy>();
    }
}

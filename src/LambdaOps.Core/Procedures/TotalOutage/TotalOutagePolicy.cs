using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>
/// The numbers of the total outage. Defaults are the runbook's where it has one (完全サービス停止時).
/// </summary>
public sealed record TotalOutagePolicy(
    TimeSpan CheckEvery,
    int Looks,
    TimeSpan SteadyFor,
    TimeSpan WatchFor,
    TimeSpan WatchAtMost,
    TimeSpan DeploymentWithin,
    int FailedTasksMeanFailing,
    TimeSpan RememberedFor,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
) : IRemedyPolicy<TotalOutagePolicy>
{
    public static TotalOutagePolicy Default { get; } = Read(PolicyReader.Defaults);

    public static TotalOutagePolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 10, "Seconds between looks. Runbook: sleep 10."),
            Looks: reader.Whole(
                "looks",
                from: 1,
                to: 1000,
                byDefault: 30,
                "Looks after the restart before it is handed off to on-call. Runbook: for i in {1..30}."
            ),
            SteadyFor: reader.Seconds(
                "steadyForSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 20,
                "Seconds of health before each step of the way back: more tasks, the page."
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
                "Seconds that a deployment of someone else may take before it counts as failing."
            ),
            FailedTasksMeanFailing: reader.FailedTasksMeanFailing(),
            RememberedFor: reader.RememberedFor(),
            BlindAtMost: reader.BlindAtMost(),
            Cooldown: reader.Cooldown(byDefault: 900)
        );

    /// <summary>How long the restart has to help.</summary>
    public TimeSpan RecoverWithin => CheckEvery * Looks;

    /// <summary>Its longest wait: what goes on for longer is on-call's, whatever is waited for.</summary>
    public TimeSpan NotifyWithin => new[] { WatchAtMost, RecoverWithin, DeploymentWithin, BlindAtMost }.Max();
}

/// <summary>How a service is set for this procedure.</summary>
public static class TotalOutageSetting
{
    extension(OperatedService service)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<TotalOutagePolicy>? TotalOutage => service.Settings.Of<TotalOutagePolicy>();
    }
}

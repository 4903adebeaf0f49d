using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.RegionFailover;

/// <summary>The numbers of a failover to another region, and of its way back (災害復旧, DRレベル3).</summary>
public sealed record RegionFailoverPolicy(
    TimeSpan CheckEvery,
    int Probes,
    TimeSpan StartWithin,
    TimeSpan TurnWithin,
    TimeSpan WellFor,
    TimeSpan LagAtMost,
    TimeSpan BackWithin,
    TimeSpan BlindAtMost
) : IRemedyPolicy<RegionFailoverPolicy>
{
    private const int Hour = 3600;

    public static RegionFailoverPolicy Default { get; } = Read(PolicyReader.Defaults);

    /// <summary>A person asks, and approves.</summary>
    public TimeSpan Cooldown => TimeSpan.Zero;

    /// <summary>It is over when the public name answers from the other region.</summary>
    public TimeSpan WatchFor => TimeSpan.Zero;

    public TimeSpan NotifyWithin => new[] { StartWithin, TurnWithin, BackWithin, BlindAtMost }.Max();

    public static RegionFailoverPolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 20, "Seconds between looks."),
            Probes: reader.Whole(
                "probes",
                from: 1,
                to: 60,
                byDefault: 3,
                "Looks in a row in which the primary region does not serve, before a failover is offered."
            ),
            StartWithin: reader.Seconds(
                "startWithinSeconds",
                from: 60,
                to: 4 * Hour,
                byDefault: 900,
                "Seconds that the services of the standby region may take to be ready before on-call is notified."
            ),
            TurnWithin: reader.Seconds(
                "turnWithinSeconds",
                from: 60,
                to: 4 * Hour,
                byDefault: 600,
                "Seconds after the switch within which the public name has to answer from the region that it was turned to."
            ),
            WellFor: reader.Seconds(
                "wellForSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 600,
                "Seconds that the primary region has to serve before a failback is offered."
            ),
            LagAtMost: reader.Seconds(
                "lagAtMostSeconds",
                from: 1,
                to: Hour,
                byDefault: 5,
                "Seconds that the primary region's replicas may be behind when the traffic is turned back."
            ),
            BackWithin: reader.Seconds(
                "backWithinSeconds",
                from: 60,
                to: PolicyReader.Day,
                byDefault: 2 * Hour,
                "Seconds that a failback waits for the primary region and its replicas before on-call is notified."
            ),
            BlindAtMost: reader.BlindAtMost()
        );
}

/// <summary>How the region for disaster recovery is set for this procedure.</summary>
public static class RegionFailoverSetting
{
    extension(DisasterRecovery recovery)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<RegionFailoverPolicy>? RegionFailover => recovery.Settings.Of<RegionFailoverPolicy>();
    }
}

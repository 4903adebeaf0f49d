using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ZoneShift;

/// <summary>The numbers of the zone procedure (災害復旧, level 2: AZ障害).</summary>
public sealed record ZoneShiftPolicy(
    TimeSpan CheckEvery,
    ZoneThresholds Thresholds,
    TimeSpan ConfirmFor,
    TimeSpan CompareWithin,
    int TargetCpuPercent,
    TimeSpan ServeWithin,
    TimeSpan ShiftFor,
    TimeSpan ExtendBefore,
    TimeSpan ShiftAtMost,
    TimeSpan CalmFor,
    TimeSpan WatchFor,
    TimeSpan DeploymentWithin,
    TimeSpan WatchAtMost,
    TimeSpan BlindAtMost,
    TimeSpan Cooldown
) : IRemedyPolicy<ZoneShiftPolicy>
{
    /// <summary>AWS takes no expiry beyond that (docs: StartZonalShift).</summary>
    private const int MostHours = 72;

    public static ZoneShiftPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static ZoneShiftPolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 30, "Seconds between looks."),
            Thresholds: ZoneThresholds.Read(reader),
            ConfirmFor: Time(
                reader,
                "confirmForSeconds",
                60,
                "Seconds that one zone must be bad before anything is done."
            ),
            CompareWithin: Time(
                reader,
                "compareWithinSeconds",
                600,
                "Seconds in which two kinds of evidence must name a zone before on-call is notified."
            ),
            TargetCpuPercent: reader.Whole(
                "targetCpuPercent",
                from: 10,
                to: 95,
                byDefault: 60,
                "CPU use, in percent, that the tasks of the other zones may have with all of the load."
            ),
            ServeWithin: Time(
                reader,
                "serveWithinSeconds",
                600,
                "Seconds in which added tasks must serve before on-call is notified."
            ),
            ShiftFor: TimeSpan.FromMinutes(
                reader.Whole(
                    "shiftForMinutes",
                    from: 10,
                    to: MostHours * 60,
                    byDefault: 120,
                    "Minutes after which AWS ends a shift by itself, and to which it is extended."
                )
            ),
            ExtendBefore: Time(
                reader,
                "extendBeforeSeconds",
                1800,
                "Seconds that are left of a shift when it is extended, while the zone is not well."
            ),
            ShiftAtMost: TimeSpan.FromHours(
                reader.Whole(
                    "shiftAtMostHours",
                    from: 1,
                    to: 7 * 24,
                    byDefault: 24,
                    "Hours of a shift from which on on-call decides whether it goes on."
                )
            ),
            CalmFor: Time(
                reader,
                "calmForSeconds",
                900,
                "Seconds that the zone must be well, and no alarm fire, before a shift is cancelled."
            ),
            WatchFor: Time(
                reader,
                "watchForSeconds",
                300,
                "Seconds that all zones must serve without an alarm before the incident is over."
            ),
            DeploymentWithin: reader.DeploymentWithin(
                "Seconds that a deployment may take before it is handed off to on-call; no zone is judged meanwhile."
            ),
            WatchAtMost: reader.WatchAtMost(),
            BlindAtMost: reader.BlindAtMost(),
            Cooldown: reader.Cooldown(byDefault: 300)
        );

    /// <summary>Its longest wait while anything is wrong and nothing is shifted.</summary>
    public TimeSpan NotifyWithin =>
        new[] { WatchAtMost, CompareWithin, ServeWithin, DeploymentWithin, BlindAtMost }.Max();

    private static TimeSpan Time(PolicyReader reader, string name, int byDefault, string says) =>
        reader.Seconds(name, from: 1, to: PolicyReader.Day, byDefault, says);
}

/// <summary>From when a zone is bad, and until when it is well.</summary>
/// <param name="ErrorsBadPercent">Of its requests, from which on it is bad.</param>
/// <param name="ErrorsWellPercent">Of its requests, up to which it is well.</param>
/// <param name="LeastRequests">With fewer, its errors say nothing.</param>
/// <param name="TargetsBadPercent">Of its targets that are unhealthy, from which on it is bad.</param>
/// <param name="ProbesFailed">Failed requests to the health URL that are a kind of evidence.</param>
public sealed record ZoneThresholds(
    int ErrorsBadPercent,
    int ErrorsWellPercent,
    int LeastRequests,
    int TargetsBadPercent,
    int ProbesFailed
)
{
    internal static ZoneThresholds Read(PolicyReader reader) =>
        new(
            ErrorsBadPercent: reader.Whole(
                "errorsBadPercent",
                from: 1,
                to: 100,
                byDefault: 5,
                "Share of a zone's requests that fail, in percent, from which on the zone is bad."
            ),
            ErrorsWellPercent: reader.Whole(
                "errorsWellPercent",
                from: 0,
                to: 100,
                byDefault: 1,
                "Share of a zone's requests that may fail, in percent, while the zone counts as well."
            ),
            LeastRequests: reader.Whole(
                "leastRequests",
                from: 1,
                to: 1_000_000,
                byDefault: 30,
                "Requests of a zone within three minutes below which its share of errors says nothing."
            ),
            TargetsBadPercent: reader.Whole(
                "targetsBadPercent",
                from: 1,
                to: 100,
                byDefault: 50,
                "Share of a zone's targets that are unhealthy, in percent, from which on the zone is bad."
            ),
            ProbesFailed: reader.Whole(
                "probesFailed",
                from: 1,
                to: 10,
                byDefault: 2,
                "Failures among the last ten requests to the health URL that count as evidence of their own."
            )
        );
}

/// <summary>How a service is set for this procedure.</summary>
public static class ZoneShiftSetting
{
    extension(OperatedService service)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<ZoneShiftPolicy>? ZoneShift => service.Settings.Of<ZoneShiftPolicy>();
    }
}

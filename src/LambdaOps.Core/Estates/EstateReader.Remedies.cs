using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

// The remedies of a service or a site: their modes and numbers.
public static partial class EstateReader
{
    private const int DaySeconds = 86_400;

    private static Settings ReadRemedies(JsonPlace place)
    {
        if (!place.Exists)
        {
            return new Settings(null, null, null);
        }

        if (!place.IsObject("an object of remedies by name"))
        {
            // As if it named every remedy: rules that ask for one are not at fault.
            return new Settings(
                new ServiceUnavailableSetting(Mode.Observe, ServiceUnavailablePolicy.Default),
                null,
                new TotalOutageSetting(Mode.Observe, TotalOutagePolicy.Default)
            )
            {
                AreRead = false,
            };
        }

        var settings = new Settings(
            Setting(
                place[ServiceUnavailableProcedure.RemedyName.Value],
                ServiceUnavailablePolicy.Default,
                ReadServiceUnavailable,
                (mode, policy, approval) => new ServiceUnavailableSetting(mode, policy) { Approval = approval }
            ),
            Setting(
                place[LatencyProcedure.RemedyName.Value],
                LatencyPolicy.Default,
                ReadLatency,
                (mode, policy, approval) => new LatencySetting(mode, policy) { Approval = approval }
            ),
            Setting(
                place[TotalOutageProcedure.RemedyName.Value],
                TotalOutagePolicy.Default,
                ReadTotalOutage,
                (mode, policy, approval) => new TotalOutageSetting(mode, policy) { Approval = approval }
            )
        );
        place.NothingElse();
        return settings;
    }

    private static MaintenancePageSetting? ReadSiteRemedies(JsonPlace place)
    {
        if (!place.Exists || !place.IsObject("an object of remedies by name"))
        {
            return null;
        }

        var setting = Setting(
            place[MaintenancePageProcedure.RemedyName.Value],
            MaintenancePagePolicy.Default,
            ReadMaintenancePage,
            (mode, policy, approval) => new MaintenancePageSetting(mode, policy) { Approval = approval }
        );
        place.NothingElse();
        return setting;
    }

    private static TSetting? Setting<TSetting, TPolicy>(
        JsonPlace place,
        TPolicy standard,
        Func<JsonPlace, TPolicy, TPolicy> read,
        Func<Mode, TPolicy, ApprovalSetting, TSetting> make
    )
        where TSetting : class
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with mode, askFirst, approvalWithinSeconds and policy");
        var mode = place["mode"].Exists ? place["mode"].OneOf(Mode.Observe) : Mode.Observe;
        var policy = place["policy"];
        if (policy.Exists)
        {
            policy.IsObject("an object of numbers");
        }

        var numbers = policy.Exists ? read(policy, standard) : standard;
        policy.NothingElse();
        var approval = ReadApproval(place);
        place.NothingElse();
        return make(mode, numbers, approval);
    }

    private static ServiceUnavailablePolicy ReadServiceUnavailable(
        JsonPlace place,
        ServiceUnavailablePolicy standard
    ) =>
        new(
            place["probes"].Whole(1, 100, standard.Probes),
            place["probeEverySeconds"].Seconds(1, 60, standard.ProbeEvery),
            place["actAtOnceWhenEvidenceAgrees"].Flag(standard.ActAtOnceWhenEvidenceAgrees),
            place["checkEverySeconds"].Seconds(1, 900, standard.CheckEvery),
            place["recoverWithinSeconds"].Seconds(1, DaySeconds, standard.RecoverWithin),
            place["watchForSeconds"].Seconds(1, DaySeconds, standard.WatchFor),
            place["watchAtMostSeconds"].Seconds(1, DaySeconds, standard.WatchAtMost),
            place["deploymentWithinSeconds"].Seconds(1, DaySeconds, standard.DeploymentWithin),
            place["failedTasksMeanFailing"].Whole(1, 100, standard.FailedTasksMeanFailing),
            place["blindAtMostSeconds"].Seconds(1, DaySeconds, standard.BlindAtMost),
            place["cooldownSeconds"].Seconds(0, DaySeconds, standard.Cooldown)
        );

    private static LatencyPolicy ReadLatency(JsonPlace place, LatencyPolicy standard) =>
        new(
            place["targetCpuPercent"].Whole(10, 90, standard.TargetCpuPercent),
            place["checkEverySeconds"].Seconds(1, 900, standard.CheckEvery),
            place["serveWithinSeconds"].Seconds(1, DaySeconds, standard.ServeWithin),
            place["settleForSeconds"].Seconds(0, DaySeconds, standard.SettleFor),
            place["calmForSeconds"].Seconds(1, DaySeconds, standard.CalmFor),
            place["giveBackEverySeconds"].Seconds(1, DaySeconds, standard.GiveBackEvery),
            place["watchForSeconds"].Seconds(1, DaySeconds, standard.WatchFor),
            place["watchAtMostSeconds"].Seconds(1, DaySeconds, standard.WatchAtMost),
            place["deploymentWithinSeconds"].Seconds(1, DaySeconds, standard.DeploymentWithin),
            place["blindAtMostSeconds"].Seconds(1, DaySeconds, standard.BlindAtMost),
            place["cooldownSeconds"].Seconds(0, DaySeconds, standard.Cooldown)
        );

    private static TotalOutagePolicy ReadTotalOutage(JsonPlace place, TotalOutagePolicy standard) =>
        new(
            place["checkEverySeconds"].Seconds(1, 900, standard.CheckEvery),
            place["looks"].Whole(1, 1000, standard.Looks),
            place["steadyForSeconds"].Seconds(0, DaySeconds, standard.SteadyFor),
            place["watchForSeconds"].Seconds(1, DaySeconds, standard.WatchFor),
            place["watchAtMostSeconds"].Seconds(1, DaySeconds, standard.WatchAtMost),
            place["deploymentWithinSeconds"].Seconds(1, DaySeconds, standard.DeploymentWithin),
            place["failedTasksMeanFailing"].Whole(1, 100, standard.FailedTasksMeanFailing),
            place["blindAtMostSeconds"].Seconds(1, DaySeconds, standard.BlindAtMost),
            place["cooldownSeconds"].Seconds(0, DaySeconds, standard.Cooldown)
        );

    private static MaintenancePagePolicy ReadMaintenancePage(JsonPlace place, MaintenancePagePolicy standard) =>
        new(
            place["checkEverySeconds"].Seconds(1, 900, standard.CheckEvery),
            place["blindAtMostSeconds"].Seconds(1, DaySeconds, standard.BlindAtMost)
        );

    private static Thresholds ReadThresholds(JsonPlace place)
    {
        var standard = Thresholds.Default;
        if (!place.Exists)
        {
            return standard;
        }

        const double Minute = 60_000;
        const double All = 100;
        place.IsObject("an object with p50Ms, p95Ms, p99Ms, errorPercent, cpuPercent and memoryPercent");
        var thresholds = new Thresholds(
            ReadThreshold(place["p50Ms"], Minute, standard.P50Ms),
            ReadThreshold(place["p95Ms"], Minute, standard.P95Ms),
            ReadThreshold(place["p99Ms"], Minute, standard.P99Ms),
            ReadThreshold(place["errorPercent"], All, standard.Errors),
            ReadThreshold(place["cpuPercent"], All, standard.Cpu),
            ReadThreshold(place["memoryPercent"], All, standard.Memory)
        );
        place.NothingElse();
        return thresholds;
    }

    private static Threshold ReadThreshold(JsonPlace place, double most, Threshold standard)
    {
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with warning and danger");
        var read = new Threshold(
            place["warning"].Number(most, standard.Warning),
            place["danger"].Number(most, standard.Danger)
        );
        place.NothingElse();
        return read.Warning <= read.Danger ? read : place.Fail("warning ≤ danger", standard);
    }

    /// <summary>What a service names.</summary>
    private sealed record Settings(
        ServiceUnavailableSetting? ServiceUnavailable,
        LatencySetting? Latency,
        TotalOutageSetting? TotalOutage
    )
    {
        /// <summary>False for the stand-in of what could not be read.</summary>
        public bool AreRead { get; init; } = true;
    }
}

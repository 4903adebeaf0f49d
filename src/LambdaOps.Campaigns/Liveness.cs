using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns;

/// <summary>
/// The second phase: faults stop, people fix the causes, and everything has to come to its end within a bound that
/// follows from the policies.
/// </summary>
internal static class Liveness
{
    /// <summary>The last cause is fixed by then (see <see cref="People.FixAll"/>).</summary>
    private static readonly TimeSpan s_mended = TimeSpan.FromMinutes(15);

    /// <summary>A message that failed until the faults stopped is delivered again within this.</summary>
    private static readonly TimeSpan s_messages = TimeSpan.FromMinutes(15);

    public static void Run(CampaignRun run, Action begin)
    {
        begin();
        var chance = Chance.StreamOf(run.Options.Seed, "mending");
        run.People.FixAll(chance);
        foreach (var alarm in run.Alarms)
        {
            alarm.Lift();
        }

        var until = run.Clock.Ticks + BoundOf(run.Plan.Estate).Ticks;
        Wait(run, until);

        // What a person put up, a person takes down.
        foreach (var site in run.Sites.Where(site => site.Pages.Any(page => page.Page?.Marks is not null)))
        {
            run.People.TakeDown(site.Operated, chance);
        }

        // What began again meanwhile has its time, too.
        Wait(run, Math.Max(until, run.Clock.Ticks + s_messages.Ticks));
    }

    /// <summary>Steps until nothing is open and nothing is on its way, or the bound is reached.</summary>
    private static void Wait(CampaignRun run, long until)
    {
        while (run.Clock.Step(until))
        {
            if (run.Mail.Pending == 0 && run.Clock.Ticks - run.HealedFrom > s_mended.Ticks && IsQuiet(run))
            {
                return;
            }
        }
    }

    private static bool IsQuiet(CampaignRun run)
    {
        foreach (var row in run.Store.Rows)
        {
            if (row.Record.Open is not null)
            {
                return false;
            }
        }

        return run.ActiveAlarms.Count == 0;
    }

    /// <summary>
    /// Fixes and messages, then for the slowest service: through each rung of the ladder once, monitored to the end,
    /// with everything restored step by step.
    /// </summary>
    private static TimeSpan BoundOf(Estate estate) =>
        s_mended
        + s_messages
        + estate
            .Services.Select(BoundOf)
            .Concat(estate.Tables.Select(BoundOf))
            .Append(estate.DisasterRecovery is { } recovery ? BoundOf(recovery) : TimeSpan.Zero)
            .Max();

    /// <summary>Offered, started, turned, and watched by on-call at last.</summary>
    private static TimeSpan BoundOf(DisasterRecovery recovery) =>
        recovery.RegionFailover is not { } setting
            ? TimeSpan.Zero
            : TimeSpan.FromMinutes(40)
                + (2 * setting.Approval.Within)
                + setting.Policy.StartWithin
                + setting.Policy.TurnWithin
                + setting.Policy.BackWithin
                + (20 * setting.Policy.CheckEvery);

    /// <summary>Raised until the cap is reached, for reads and writes; then restored, each step with its own time.</summary>
    private static TimeSpan BoundOf(OperatedTable table)
    {
        const int Steps = 12;
        var restoring = table.DataRestore is { Policy: var restore, Approval.Within: var approval }
            ? (2 * approval)
                + restore.RestoreWithin
                + (5 * restore.ActiveWithin)
                + restore.BlindAtMost
                + restore.AttendAtMost
                + Decision.LongestCheckAgainIn
            : TimeSpan.Zero;
        return restoring + BoundOfCapacity();

        TimeSpan BoundOfCapacity() =>
            table.DatabaseErrors is not { } setting
                ? TimeSpan.Zero
                : TimeSpan.FromMinutes(20)
                    + (2 * setting.Approval.Within)
                    + setting.Policy.WatchAtMost
                    + setting.Policy.ActiveWithin
                    + setting.Policy.WatchFor
                    + (Steps * (setting.Policy.SettleFor + setting.Policy.CheckEvery + Decision.LongestCheckAgainIn));
    }

    private static TimeSpan LongestOffer(OperatedService service) =>
        service
            .Settings.All.Concat(service.Site?.Settings.All ?? [])
            .Select(setting => setting.Approval.Within)
            .DefaultIfEmpty()
            .Max();

    private static TimeSpan BoundOf(OperatedService service)
    {
        // An obstacle may stand in the way for ten minutes, and offers may wait for their time, before on-call has it.
        var bound = TimeSpan.FromMinutes(20) + (2 * LongestOffer(service));
        if (service.ServiceUnavailable is { Policy: var one })
        {
            bound += one.DeploymentWithin + one.RecoverWithin + one.WatchAtMost + one.WatchFor + (10 * one.CheckEvery);
        }

        if (service.TotalOutage is { Policy: var total })
        {
            bound +=
                total.DeploymentWithin
                + total.RecoverWithin
                + total.WatchAtMost
                + total.WatchFor
                + (10 * (total.SteadyFor + total.CheckEvery));
        }

        if ((service.Rollout?.Policy ?? (service.ConfigChange is null ? null : RolloutPolicy.Default)) is { } rollout)
        {
            // A gate held to its end, then the way back, which may be another deployment; and each watched.
            bound +=
                (2 * (rollout.HoldAtMost + rollout.DeploymentWithin + rollout.RollBackWithin + rollout.WatchFor))
                + rollout.BlindAtMost
                + (20 * rollout.CheckEvery);
        }

        if (service.ZoneShift is { Policy: var zones })
        {
            // Capacity first, a shift to its end, then scaled in.
            bound +=
                zones.CompareWithin
                + zones.ServeWithin
                + zones.ShiftFor
                + zones.CalmFor
                + (2 * zones.WatchFor)
                + zones.WatchAtMost
                + zones.DeploymentWithin
                + (10 * zones.CheckEvery);
        }

        if (service.Latency is { Policy: var slow })
        {
            bound +=
                slow.ServeWithin
                + slow.SettleFor
                + slow.WatchAtMost
                + slow.CalmFor
                + slow.WatchFor
                + (service.Capacity.Ceiling * (slow.ScaleInEvery + slow.CheckEvery));
        }

        return bound;
    }
}

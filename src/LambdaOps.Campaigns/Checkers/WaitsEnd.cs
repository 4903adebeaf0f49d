using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No round leaves an incident open and not handed off for longer than its procedure may wait, and hold, since the
/// opening, the newest change or the newest deployment; whether or not an alarm fires, and whether or not the cause is
/// ever fixed. What is denied, offered, postponed or silenced is bounded by other rules.
/// </summary>
internal sealed class WaitsEnd(CampaignRun run) : Checker(run)
{
    public override string Rule => "waits end";

    /// <summary>A round takes some seconds, and clocks drift.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(60);

    /// <summary>Until when on-call had an incident, or people had silenced it: its time begins anew then.</summary>
    private readonly Dictionary<IncidentId, DateTimeOffset> _anew = [];

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Saved { Taken: true, Before.Open: { } earlier, Incident: { } later }
            && earlier.Id == later.Id
            && (earlier.IsHandedOff || earlier.Trend.Silenced is not null)
        )
        {
            _anew[later.Id] = Run.Clock.Now;
        }

        if (
            happened
                is CampaignEvent.Saved
                {
                    Taken: true,
                    Before: var before,
                    Incident:
                    {
                        Status: IncidentStatus.Open,
                        EndedAt: null,
                        IsRequest: false,
                        Intent: null,
                        Clearance: { Denials: [], Offer: null, Postponed: [] },
                        Trend.Silenced: null,
                    } open,
                    By: var by,
                }
            && open.Target == by.Target
            && before.Open?.Id == open.Id
            && before.Open.Beat < open.Beat
            && Run.Plan.Estate.Find(open.Target) is { } target
            && AllProcedures.Find(open.Remedy)?.SettingFor(target) is { } setting
            && CampaignClock.Start.AddTicks(by.BeganAt) - Since(open) is var waited
            && waited > Bound(open, setting, target) + s_round
        )
        {
            Break($"{by} leaves {open.Id} {open.Phase}, {waited.TotalMinutes:0} min after anything was done");
        }
    }

    /// <summary>Its waits, its watch, and what it may hold; when something is wrong once more, that has its time, too.</summary>
    private static TimeSpan Bound(Incident open, RemedySetting setting, Resource target) =>
        (2 * setting.NotifyWithin)
        + setting.QuietFor
        + (
            target.Settings.Of<LatencyPolicy>() is { Policy: var slow } && open.Remedy == LatencyProcedure.ProcedureName
                ? slow.HoldAtMost
            : target.Settings.Of<ZoneShiftPolicy>() is { Policy: var zones }
            && open.Remedy == ZoneShiftProcedure.ProcedureName
                ? zones.ShiftAtMost + zones.CalmFor
            : open.Remedy == DataRestoreProcedure.ProcedureName
            && target.Settings.Of<DataRestorePolicy>() is { Policy: var restore }
                ? restore.AttendAtMost
            : target.Settings.Of<DatabaseErrorsPolicy>() is { Policy: var table } ? table.HoldAtMost
            : TimeSpan.Zero
        );

    private DateTimeOffset Since(Incident open) =>
        new[]
        {
            open.ActiveSince,
            open.RungSince,
            _anew.GetValueOrDefault(open.Id),
            open.Attempts.LastOrDefault()?.At,
            Run.FindService(open.Target)?.Shift.See().Newest is { } newest
                ? newest.FinishedAt ?? newest.CreatedAt
                : null,
        }
            .Max()!
            .Value;
}

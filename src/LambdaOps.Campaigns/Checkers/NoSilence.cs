using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No round leaves an incident open and not handed off while one of its alarms has fired for longer than the remedy may
/// wait, counted from the first round that could see it, the opening or the last thing that was tried. What is denied
/// or offered was in a notice then; that rounds come is another rule's matter.
/// </summary>
internal sealed class NoSilence(CampaignRun run) : Checker(run)
{
    public override string Rule => "no silence";

    /// <summary>A round takes some seconds, and clocks drift.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(60);

    /// <summary>When a round first ended with that alarm's firing.</summary>
    private readonly Dictionary<(IncidentId, DateTimeOffset), DateTimeOffset> _seen = [];

    public override void See(CampaignEvent happened)
    {
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
                        Clearance.DeniedSince: null,
                        Offer: null,
                        Trend.Silenced: null,
                    } open,
                    By: var by,
                }
            && open.Target == by.Target
            && IsRound(open, before)
            && Run.Plan.Estate.Find(open.Target) is { } target
            && AllProcedures.Find(open.Remedy)?.SettingFor(target)?.NotifyWithin is { } within
            && Firing(open) is { } firing
            && Max(firing, FirstSeen(open, firing)) is var since
            && CampaignClock.Start.AddTicks(by.BeganAt) - Since(open, since) > within + s_round
        )
        {
            var minutes = (Run.Clock.Now - Since(open, since)).TotalMinutes;
            Break($"{by} leaves {open.Id} {open.Phase}, whose alarm fires, for {minutes:0.0} min with nobody notified");
        }
    }

    /// <summary>Since when one of its alarms fires and nobody silences it; null when none does.</summary>
    private DateTimeOffset? Firing(Incident open) =>
        open
            .Cause.Alarms.Select(alarm => Run.AlarmOf(alarm.Arn))
            .Where(alarm => alarm is { State: AlarmState.Alarm, Silenced: null })
            .Select(alarm => alarm.LiftedAt > alarm.RaisedAt ? alarm.LiftedAt : alarm.RaisedAt)
            .Min();

    /// <summary>A person's answer is written by whoever takes it, and decides nothing.</summary>
    private static bool IsRound(Incident open, TargetRecord before) =>
        before.Open?.Id != open.Id || before.Open.Beat < open.Beat;

    private DateTimeOffset FirstSeen(Incident open, DateTimeOffset firing) =>
        _seen.TryGetValue((open.Id, firing), out var at) ? at : _seen[(open.Id, firing)] = Run.Clock.Now;

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Since(Incident open, DateTimeOffset firing) =>
        new[] { firing, open.ActiveSince, open.RungSince, open.Attempts.LastOrDefault()?.At }.Max()!.Value;
}

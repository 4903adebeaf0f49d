using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies;
using LambdaOps.Core.Signals;

namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// No round leaves an incident open, and with nobody, while one of its alarms has fired for longer than the remedy may
/// wait, counted from the alarm, the opening or the last thing that was tried. What is denied or offered was told then.
/// </summary>
internal sealed class NoSilence(TrustRun run) : Checker(run)
{
    public override string Rule => "no silence";

    /// <summary>A round takes some seconds, and clocks drift.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(60);

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Saved
            {
                Taken: true,
                Incident:
                {
                    Status: IncidentStatus.Open, EndedAt: null, Wish: null, Intent: null, DeniedSince: null,
                    Offer: null, Silenced: null,
                } open,
                By: var by,
            }
            && open.Target == by.Target
            && Run.FindService(open.Target) is { } service
            && Remedy.Find(open.Remedy)?.SettingFor(service.Operated)?.TellWithin is { } within
            && Firing(open) is { } since
            && TrustClock.Start.AddTicks(by.BeganAt) - Since(open, since) > within + s_round)
        {
            var minutes = (Run.Clock.Now - Since(open, since)).TotalMinutes;
            Break($"{by} leaves {open.Id} {open.Phase}, whose alarm fires, for {minutes:0.0} min with nobody told");
        }
    }

    /// <summary>Since when one of its alarms fires and nobody silences it; null when none does.</summary>
    private DateTimeOffset? Firing(Incident open) => open.Alarms.Select(alarm => Run.AlarmOf(alarm.Name))
        .Where(alarm => alarm is { State: AlarmState.Alarm, Silenced: null })
        .Select(alarm => alarm.LiftedAt > alarm.RaisedAt ? alarm.LiftedAt : alarm.RaisedAt).Min();

    private static DateTimeOffset Since(Incident open, DateTimeOffset firing) => new[]
    {
        firing, open.ActiveSince, open.RungSince, open.Attempts.LastOrDefault()?.At,
    }.Max()!.Value;
}

using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A remedy that acted on a target does not begin to act on it again within its cooldown (DESIGN 8.4).
/// </summary>
internal sealed class CooldownKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "cooldown";

    private static readonly TimeSpan s_inFlight = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(TargetId, ProcedureName), (IncidentId By, int Rung, DateTimeOffset At)> _last = [];

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Saved { Taken: true, Incident: { } incident } saved:
                // One that was opened again has its attempts from before its end.
                Remember(incident, saved.Before.Open ?? saved.Before.LastEnded);
                break;
            case CampaignEvent.Sent { By: var by, Change: var change }
                when Run.Store[by.Target].Record.Open is { } open:
                See(by, change, open);
                break;
        }
    }

    /// <summary>What is known to have been done counts, from when it was intended.</summary>
    private void Remember(Incident incident, Incident? before)
    {
        var (known, remedy, rung) =
            before?.Id == incident.Id
                ? (before.Attempts.Length, before.Remedy, before.Rung.Start)
                : (0, incident.Remedy, 0);
        for (var index = known; index < incident.Attempts.Length; index++)
        {
            if (incident.Attempts[index] is { Outcome: AttemptOutcome.Done } done)
            {
                _last[(incident.Target, remedy)] = (incident.Id, rung, done.At);
            }
        }
    }

    private void See(CampaignInvocation by, Change change, Incident open)
    {
        if (
            _last.TryGetValue((open.Target, open.Remedy), out var last)
            && (last.By, last.Rung) != (open.Id, open.Rung.Start)
            && !open.RungAttempts.Any()
            && Run.Plan.Estate.Find(open.Target) is { } target
            && AllProcedures.Find(open.Remedy)?.SettingFor(target) is { } setting
            && Run.Clock.Now - last.At < setting.Cooldown - s_inFlight
        )
        {
            var ago = (Run.Clock.Now - last.At).TotalSeconds;
            Break($"{by} sends '{change.Description}' {ago:0} s after {open.Remedy} acted for {last.By}: {setting}");
        }
    }
}

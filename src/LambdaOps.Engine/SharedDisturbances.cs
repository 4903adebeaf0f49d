using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>
/// Alarms of several targets that need the same thing: the first target's incident takes the others' in, hears of their
/// changes, and lets go those that still fire when it ends.
/// </summary>
internal sealed class SharedDisturbances(
    Estate estate,
    IJournal journal,
    IFollowUps followUps,
    Relay relay,
    bool joinsWorse
)
{
    /// <summary>
    /// Looks whether another target of a shared dependency has the disturbance already. An alarm of a target with an
    /// incident of its own joins that; nothing else is asked for it than who leads.
    /// </summary>
    public async Task<Position> StandAsync(Arrival arrival, Entry.FindLeader find, CancellationToken cancellationToken)
    {
        var (target, now) = (arrival.Target.Id, arrival.View!.At);
        var claims = ImmutableArray.CreateBuilder<Lead>();
        foreach (var dependency in estate.DependenciesOf(target))
        {
            var lead = await journal.ReadLeadAsync(dependency.Id, cancellationToken);
            var rival = Position.Rival(find.Alarm, target, dependency, lead) is { } other
                ? await journal.ReadAsync(other, cancellationToken)
                : null;
            switch (Position.Of(find.Alarm, find.Look, arrival.Route, dependency, lead, rival, estate, now, joinsWorse))
            {
                case Position.Leads leads:
                    claims.AddRange(leads.Claims);
                    break;
                case var elsewhere:
                    return elsewhere;
            }
        }

        return new Position.Leads(claims.ToImmutable());
    }

    /// <summary>
    /// Claims the lead for a new incident, with the target's own lease held. False when another target was faster: its
    /// incident may be the one to join.
    /// </summary>
    public async Task<bool> LeadAsync(Entry.Claim claim, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (look, all) = (claim.Look, true);
        foreach (var lead in claim.Claims)
        {
            all &= await journal.ClaimLeadAsync(lead, look.Record.Target, look.Record.Open!.Id, now, cancellationToken);
        }

        return all || (!look.IsNew && !look.CameBack);
    }

    /// <summary>
    /// The alarm goes into the other target's record, then its own target remembers where it went. In that order a
    /// crash in between loses nothing: the alarm is delivered again, and is there already.
    /// </summary>
    public async Task<LoopReport> JoinAsync(Arrival arrival, Entry.Join join, CancellationToken cancellationToken)
    {
        var (alarm, route, (leader, dependency)) = (join.Alarm, arrival.Route, join.Position);
        var open = leader.Record.Open!;
        if (!open.HasHeard(alarm))
        {
            var joined = new JoinedAlarm(route.Target.Id, route.Remedy, dependency.Id, alarm);
            var taken = await ChangeAsync(
                leader,
                open.TakeIn(joined, route.Severity, dependency, leader.At),
                cancellationToken
            );
            if (!taken)
            {
                return await relay.AgainAsync(
                    arrival,
                    $"{leader.Record.Target} is busy: retry later",
                    cancellationToken
                );
            }
        }

        // Its own record has to know where it went; a second delivery finds the alarm in the incident.
        var given = arrival.View!.Record.GiveTo(new JoinedTo(open.Target, open.Id), alarm);
        return await WriteAsync(arrival.View, given, cancellationToken)
            ? Joined(arrival, open.Id, $"{alarm.Name} joins {open.Id}: both need {dependency.Id}")
            : await relay.AgainAsync(arrival, $"{route.Target.Id} is busy: retry later", cancellationToken);
    }

    /// <summary>
    /// An alarm that another target's incident has taken in is not in ALARM any more: that one hears of it.
    /// </summary>
    public async Task<LoopReport> PassOnAsync(Arrival arrival, Entry.PassOn pass, CancellationToken cancellationToken)
    {
        var (alarm, to) = (pass.Alarm, pass.Intake.To);
        var leader = await journal.ReadAsync(to.Leader, cancellationToken);
        var told =
            leader.Record.Open is not { } open
            || open.Id != to.Incident
            || open.HasHeard(alarm)
            || await ChangeAsync(leader, open.Hear(alarm, leader.At), cancellationToken);
        return told && await WriteAsync(arrival.View!, pass.Intake.Record, cancellationToken)
            ? Joined(arrival, to.Incident, pass.Intake.Because)
            : await relay.AgainAsync(
                arrival,
                $"{to.Leader} or {arrival.Target.Id} is busy: retry later",
                cancellationToken
            );
    }

    /// <summary>
    /// Alarms of other targets that are still firing are handled for those from now on. They are sent before the record
    /// is written: a crash in between sends them again, and their targets know a second one by its change.
    /// </summary>
    public async Task<Incident> ReleaseAsync(Incident incident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var firing = incident.StillFiring();
        foreach (var joined in firing)
        {
            await followUps.SendAsync(
                joined.Alarm with
                {
                    LeftBy = incident.Id,
                },
                AllProcedures.FunctionOf(joined.Remedy),
                TimeSpan.Zero,
                cancellationToken
            );
        }

        return incident.Release(firing, now);
    }

    /// <summary>
    /// Changes the open incident of another target, which has nothing to do with its round: intent, beat and follow-ups
    /// stay. False when another invocation has the target just now.
    /// </summary>
    private async Task<bool> ChangeAsync(JournalView view, Incident changed, CancellationToken cancellationToken) =>
        !(view.LeasedUntil > view.At) && await WriteAsync(view, view.Record with { Open = changed }, cancellationToken);

    private async Task<bool> WriteAsync(JournalView view, TargetRecord record, CancellationToken cancellationToken) =>
        await journal.ClaimAsync(view, Relay.Briefly, cancellationToken) is { } lease
        && await journal.SaveAsync(lease, record, ended: null, report: null, release: true, cancellationToken)
            is not null;

    private static LoopReport Joined(Arrival arrival, IncidentId incident, string because) =>
        new(LoopOutcome.Joined, arrival.Target.Id.Value, incident.Value, null, because);
}

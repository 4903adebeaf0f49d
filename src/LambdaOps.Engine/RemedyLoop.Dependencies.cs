using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

// Alarms of several targets that need the same thing: the first target's incident takes the others' in.
public sealed partial class RemedyLoop
{
    /// <summary>For how long another target's record is held to take an alarm in: a read and a write.</summary>
    private static readonly TimeSpan s_briefly = TimeSpan.FromSeconds(10);

    /// <summary>When to ask again whether another target's incident has been opened, or its record is free.</summary>
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(3);

    /// <summary>After this time a claim without an incident holds nobody up, whatever its target does.</summary>
    private static readonly TimeSpan s_claimHolds = TimeSpan.FromSeconds(60);

    /// <summary>How an alarm stands to the incidents of the targets with which its own shares something.</summary>
    private abstract record Position
    {
        /// <summary>Nobody leads: its target will, for these dependencies.</summary>
        public sealed record Leads(ImmutableArray<Lead> Claims) : Position;

        /// <summary>Another target's incident takes it in.</summary>
        public sealed record Joins(JournalView Leader, Dependency Dependency) : Position;

        /// <summary>Another target is about to open its incident.</summary>
        public sealed record Waits(TargetId For) : Position;
    }

    /// <summary>
    /// Looks whether another target of a shared dependency has the disturbance already. An alarm of a target with an
    /// incident of its own joins that; nothing else is asked for it than who leads.
    /// </summary>
    private async Task<Position> StandAsync(
        Signal.AlarmChanged alarm,
        Intake.Look look,
        Route route,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (target, own) = (route.Target.Id, look.Record.Open!);
        var claims = ImmutableArray.CreateBuilder<Lead>();
        foreach (var dependency in estate.DependenciesOf(target))
        {
            var lead = await ports.Journal.ReadLeadAsync(dependency.Id, cancellationToken);
            if (lead.Leader == target && lead.Incident == own.Id && !look.CameBack)
            {
                continue;
            }

            // What another incident has let go is its own target's: it does not wait for a further one.
            if (
                lead is { Leader: { } leader, Incident: { } incident }
                && leader != target
                && alarm.LeftBy is null
                && dependency.Targets.Contains(leader)
            )
            {
                var view = await ports.Journal.ReadAsync(leader, cancellationToken);
                var isOpening = IsOpening(view, incident, lead.Since, now);
                if (!look.IsNew && !look.CameBack && (isOpening || view.Record.Open?.Id == incident))
                {
                    continue;
                }

                if (isOpening)
                {
                    return new Position.Waits(leader);
                }

                if (Takes(view, incident, alarm, route, now))
                {
                    return new Position.Joins(view, dependency);
                }
            }

            claims.Add(lead);
        }

        return new Position.Leads(claims.ToImmutable());
    }

    /// <summary>
    /// Whether the leader has claimed the disturbance and its incident is not in its record yet. It holds its own lease
    /// from before the claim until the record is written: no lease means that it died or is over, and nobody waits.
    /// </summary>
    private static bool IsOpening(JournalView leader, IncidentId incident, DateTimeOffset? since, DateTimeOffset now) =>
        leader.Record.Open is null
        && leader.LeasedUntil > leader.At
        && now - since < s_claimHolds
        && !(leader.Record.LastEnded is { } last && last.Id == incident && last.EndedAt >= since);

    /// <summary>
    /// Whether the leader's incident takes the alarm in: it is open, not with on-call and not silenced, young enough,
    /// has room, and may do as much as the alarm's own would: an alarm that may be acted on does not vanish in an
    /// incident that only watches.
    /// </summary>
    private bool Takes(
        JournalView leader,
        IncidentId incident,
        Signal.AlarmChanged alarm,
        Route route,
        DateTimeOffset now
    ) =>
        leader.Record.Open is { } open
        && open.Id == incident
        && open is { IsHandedOver: false, Silenced: null }
        && (
            open.HasHeard(alarm)
            || (
                now - open.LastJoined() < estate.JoinWithin
                && open.Joined.Length < Joining.MostJoined
                && ModeOf(open) >= route.Mode
            )
        );

    private Mode ModeOf(Incident open) =>
        estate.Find(open.Target) is { } target && Remedy.Find(open.Remedy)?.SettingFor(target) is { } setting
            ? Modes.Least(open.Ceiling, setting.Mode)
            : Mode.Off;

    /// <summary>
    /// The alarm goes into the other target's record, then its own target remembers where it went. In that order a
    /// crash in between loses nothing: the alarm comes again and finds itself there.
    /// </summary>
    private async Task<LoopReport> JoinAsync(
        Signal.AlarmChanged alarm,
        Route route,
        JournalView view,
        Position.Joins joins,
        CancellationToken cancellationToken
    )
    {
        var (leader, dependency) = (joins.Leader, joins.Dependency);
        var open = leader.Record.Open!;
        if (!open.HasHeard(alarm))
        {
            var joined = new JoinedAlarm(route.Target.Id, route.Remedy, dependency.Id, alarm);
            var taken = await ChangeAsync(
                leader,
                leader.At,
                now => open.TakeIn(joined, route.Severity, dependency, now),
                cancellationToken
            );
            if (!taken)
            {
                return await AgainAsync(
                    alarm,
                    route,
                    $"{leader.Record.Target} is busy: comes again",
                    cancellationToken
                );
            }
        }

        // Its own record has to know where it went; a second delivery finds the alarm in the incident.
        var given = view.Record.GiveTo(new JoinedTo(open.Target, open.Id), alarm);
        if (
            await ports.Journal.ClaimAsync(view, s_briefly, cancellationToken) is not { } lease
            || await ports.Journal.SaveAsync(lease, given, ended: null, release: true, cancellationToken) is null
        )
        {
            return await AgainAsync(alarm, route, $"{route.Target.Id} is busy: comes again", cancellationToken);
        }

        return new LoopReport(
            LoopOutcome.Joined,
            route.Target.Id.Value,
            open.Id.Value,
            null,
            $"{alarm.Name} joins {open.Id}: both need {dependency.Id}"
        );
    }

    /// <summary>
    /// An alarm that another target's incident has taken in is not in ALARM any more: that one hears of it.
    /// </summary>
    private async Task<LoopReport> PassOnAsync(
        Signal.AlarmChanged alarm,
        Route route,
        JournalView view,
        Intake.PassOn pass,
        CancellationToken cancellationToken
    )
    {
        var leader = await ports.Journal.ReadAsync(pass.To.Leader, cancellationToken);
        var told =
            leader.Record.Open is not { } open
            || open.Id != pass.To.Incident
            || open.HasHeard(alarm)
            || await ChangeAsync(leader, leader.At, now => open.Hear(alarm, now), cancellationToken);
        if (
            !told
            || await ports.Journal.ClaimAsync(view, s_briefly, cancellationToken) is not { } lease
            || await ports.Journal.SaveAsync(lease, pass.Record, ended: null, release: true, cancellationToken) is null
        )
        {
            return await AgainAsync(
                alarm,
                route,
                $"{pass.To.Leader} or {route.Target.Id} is busy: comes again",
                cancellationToken
            );
        }

        return new LoopReport(LoopOutcome.Joined, route.Target.Id.Value, pass.To.Incident.Value, null, pass.Because);
    }

    /// <summary>
    /// Changes the open incident of another target, which has nothing to do with its round: intent, beat and follow-ups
    /// stay. False when somebody has the target just now.
    /// </summary>
    private async Task<bool> ChangeAsync(
        JournalView view,
        DateTimeOffset now,
        Func<DateTimeOffset, Incident> change,
        CancellationToken cancellationToken
    )
    {
        if (
            view.LeasedUntil > view.At
            || await ports.Journal.ClaimAsync(view, s_briefly, cancellationToken) is not { } lease
        )
        {
            return false;
        }

        var record = view.Record with { Open = change(now) };
        return await ports.Journal.SaveAsync(lease, record, ended: null, release: true, cancellationToken) is not null;
    }

    /// <summary>
    /// Claims the lead for a new incident, with the target's own lease held. False when another target was faster: its
    /// incident may be the one to join.
    /// </summary>
    private async Task<bool> LeadAsync(
        ImmutableArray<Lead> claims,
        Intake.Look look,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var all = true;
        foreach (var claim in claims)
        {
            all &= await ports.Journal.ClaimLeadAsync(
                claim,
                look.Record.Target,
                look.Record.Open!.Id,
                now,
                cancellationToken
            );
        }

        return all || (!look.IsNew && !look.CameBack);
    }

    private async Task<LoopReport> AgainAsync(
        Signal signal,
        Route route,
        string because,
        CancellationToken cancellationToken
    )
    {
        await ports.FollowUps.SendAsync(signal, options.Only ?? route.Remedy, s_askAgain, cancellationToken);
        return new LoopReport(LoopOutcome.Deferred, route.Target.Id.Value, null, null, because);
    }

    private async Task<Incident> TellAsync(
        Incident incident,
        Notice notice,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => incident.Noted(notice, await ports.Notifier.SendAsync(_notices, notice, now, cancellationToken), now);
}

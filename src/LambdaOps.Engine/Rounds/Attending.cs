using LambdaOps.Core.Escalations;

namespace LambdaOps.Engine.Rounds;

/// <summary>A handed-over incident: who is paged, and when it is looked at next.</summary>
internal sealed class Attending(RoundState round)
{
    /// <summary>A page that did not go out is tried again after this, if not sooner.</summary>
    private static readonly TimeSpan s_pageAgain = TimeSpan.FromSeconds(30);

    private EscalationPolicy Policy => round.Estate.Escalation;

    /// <summary>
    /// Sends what is due of an incident that was handed off to on-call. A crash from here on sends it again: twice
    /// rather than never.
    /// </summary>
    public async Task AttendAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var page in Escalation.Due(round.Incident, Policy, now))
        {
            var then = Escalation.Next(Escalation.Paged(round.Incident, page, now), Policy, now);
            var notice = round.Notices.Paged(round.Incident, page, round.Target.Runbook, now, then);
            if (await round.NotifyAsync(notice, now, cancellationToken))
            {
                round.Incident = Escalation.Paged(round.Incident, page, now);
            }
        }

        if (round.Incident.Escalation is { Acknowledged: { IsNotified: false } by } state)
        {
            var isTold = await round.NotifyAsync(
                round.Notices.Acknowledged(round.Incident, by),
                now,
                cancellationToken
            );
            round.Incident = round.Incident with
            {
                Escalation = state with { Acknowledged = by with { IsNotified = isTold } },
            };
        }

        round.Incident = Escalation.Plan(round.Incident, Policy, now);
    }

    /// <summary>The remedy's time or the next deadline, whichever is sooner.</summary>
    public TimeSpan NextLook(TimeSpan checkAgainIn, DateTimeOffset now)
    {
        var wait = Escalation.EarliestOpen(round.Incident, Policy) switch
        {
            null => checkAgainIn,
            { } at when at > now => at - now,
            _ => s_pageAgain,
        };
        return wait < checkAgainIn ? wait : checkAgainIn;
    }

    /// <summary>
    /// Whether monitoring of an incident continues although its time is over: a deadline is still to come, or its page
    /// does not get out, and has not for less than that time again.
    /// </summary>
    public bool HasOpenDeadline(DateTimeOffset now) =>
        Escalation.EarliestOpen(round.Incident, Policy) is { } at && now - at < round.Options.WatchFor;
}

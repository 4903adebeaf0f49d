using LambdaOps.Core.Escalations;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Engine;

// A handed-over incident: who is paged, and when it is looked at next.
internal sealed partial class Round
{
    /// <summary>A page that did not go out is tried again after this, if not sooner.</summary>
    private static readonly TimeSpan s_pageAgain = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sends what is due of an incident that a person has to take. A crash from here on sends it again: twice rather
    /// than never.
    /// </summary>
    private async Task<Incident> AttendAsync(Incident incident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var page in Escalation.Due(incident, estate.Escalation, now))
        {
            var then = Escalation.Next(Escalation.Paged(incident, page, now), estate.Escalation, now);
            var notice = notices.Paged(incident, page, target.Runbook, now, then);
            var failed = await ports.Notifier.SendAsync(notices, notice, now, cancellationToken);
            incident = Noted(incident, notice, failed, now);
            incident = failed is null ? Escalation.Paged(incident, page, now) : incident;
        }

        if (incident.Escalation is { Acknowledged: { IsTold: false } by } state)
        {
            var notice = notices.Acknowledged(incident, by);
            var failed = await ports.Notifier.SendAsync(notices, notice, now, cancellationToken);
            incident = Noted(incident, notice, failed, now) with
            {
                Escalation = state with { Acknowledged = by with { IsTold = failed is null } },
            };
        }

        return Escalation.Plan(incident, estate.Escalation, now);
    }

    /// <summary>The remedy's time or the next deadline, whichever is sooner.</summary>
    private TimeSpan NextLook(Incident incident, TimeSpan checkAgainIn, DateTimeOffset now)
    {
        var wait = Escalation.EarliestOpen(incident, estate.Escalation) switch
        {
            null => checkAgainIn,
            { } at when at > now => at - now,
            _ => s_pageAgain,
        };
        return wait < checkAgainIn ? wait : checkAgainIn;
    }

    /// <summary>
    /// Whether an incident is watched on although its time is over: a deadline is still to come, or its page does not
    /// get out, and has not for less than that time again.
    /// </summary>
    private bool HasOpenDeadline(Incident incident, DateTimeOffset now) =>
        Escalation.EarliestOpen(incident, estate.Escalation) is { } at && now - at < options.WatchFor;

    /// <summary>Notes what became of a notice, and logs one that was not sent.</summary>
    private Incident Noted(Incident incident, Notice notice, string? failed, DateTimeOffset now)
    {
        if (failed is not null)
        {
            LogNotNotified(notice.Kind, failed);
        }

        return incident.Noted(notice, failed, now);
    }
}

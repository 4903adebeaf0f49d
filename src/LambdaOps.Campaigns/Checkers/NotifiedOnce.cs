using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// People are notified of a decision once, and again when it changes: no incident sends a notice that it has sent,
/// unless a change was intended, a person asked or a return opened it again, or its offer ended in between. What a round
/// sent and could not write down may be sent again: twice rather than never.
/// </summary>
internal sealed class NotifiedOnce(CampaignRun run) : Checker(run)
{
    /// <summary>More offers of one change, with nothing done in between, are a nuisance.</summary>
    private const int MostOffers = 5;

    private readonly Dictionary<IncidentId, Known> _told = [];

    /// <summary>Sent, and not in a record yet.</summary>
    private readonly Dictionary<CampaignInvocation, List<Notice>> _pending = [];

    public override string Rule => "no notice twice";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Noticed { Failed: null, By: var by, Notice: { Incident: not null } notice }:
                if (!_pending.TryGetValue(by, out var pending))
                {
                    _pending[by] = pending = [];
                }

                pending.Add(notice);
                break;
            case CampaignEvent.Saved { Taken: true, Incident: { } incident } saved:
                Keep(saved, incident);
                break;
            case CampaignEvent.Finished { By: var by }:
                _pending.Remove(by);
                break;
            case CampaignEvent.Died { By: var by }:
                _pending.Remove(by);
                break;
        }
    }

    private void Keep(CampaignEvent.Saved saved, Incident incident)
    {
        var opened = (
            incident.Returns.Count,
            incident.RequestedPage,
            incident.Escalation?.HandedOffAt,
            incident.Remedy
        );
        var isAsked = saved.By.Signal is Signal.OperatorRequested;
        if (
            !_told.TryGetValue(incident.Id, out var told)
            || told.Opened != opened
            || incident.Intent is not null
            || isAsked
        )
        {
            _told[incident.Id] = told = new Known(opened, []);
        }

        if (saved.Before.Open?.Offer is { } before && incident.Offer?.Id != before.Id)
        {
            // Another step was needed, or its time was over: it may be offered again, though not for ever.
            told.Notices.RemoveWhere(one => one.Sent.Kind == NoticeKind.Offered);
        }

        foreach (var notice in _pending.GetValueOrDefault(saved.By)?.Where(one => one.Incident == incident.Id) ?? [])
        {
            var key = KeyOf(notice, incident);
            if (
                (notice.Kind != NoticeKind.Withdrawn && !told.Notices.Add(key))
                || (notice.Kind == NoticeKind.Offered && told.Offer(key) > MostOffers)
            )
            {
                Break($"{saved.By} sends \"{notice.Line}\" of {incident.Id} again, and nothing was done in between");
            }
        }

        _pending.GetValueOrDefault(saved.By)?.RemoveAll(one => one.Incident == incident.Id);
    }

    /// <summary>
    /// What it says but for its numbers: who denies and what is offered is part of it, what was seen is not.
    /// </summary>
    private static Told KeyOf(Notice notice, Incident incident) =>
        new(
            EntryDetail.Notification.Of(notice),
            notice.Kind == NoticeKind.Offered ? incident.Offer?.Change : null,
            notice.Kind == NoticeKind.Unattended ? incident.Watch.DueAt : null
        );

    /// <param name="Offered">What is offered, to its last number.</param>
    /// <param name="DueAt">Of a look that did not come: when it was due.</param>
    private sealed record Told(EntryDetail.Notification Sent, Change? Offered, DateTimeOffset? DueAt);

    /// <param name="Opened">What it is about: a return, another request or another procedure begins anew.</param>
    private sealed record Known(
        (int Returned, PageRequest? RequestedPage, DateTimeOffset? HandedOffAt, ProcedureName Remedy) Opened,
        HashSet<Told> Notices
    )
    {
        private readonly Dictionary<Told, int> _offers = [];

        /// <summary>How often that change has been offered, this time counted.</summary>
        public int Offer(Told key) => _offers[key] = _offers.GetValueOrDefault(key) + 1;
    }
}

using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// In the end the page stands there that a person put there last, and borrowed capacity was scaled in, unless someone
/// else changed it. Neither budget nor freeze nor a missing approval holds the steps back up that follow a restart with
/// fewer tasks.
/// </summary>
internal sealed class CapacityRestored(CampaignRun run) : Checker(run)
{
    public override string Rule => "capacity restored";

    /// <summary>
    /// When the loop's newest change of a service's capacity took effect: what the record believes of someone else's
    /// deployment took nothing.
    /// </summary>
    private readonly Dictionary<TargetId, long> _changedAt = [];

    /// <summary>The count that stood there when a service's newest restart with a count took effect.</summary>
    private readonly Dictionary<TargetId, int> _countBefore = [];

    private CampaignEvent.Decided? _decided;

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Changing { Service: { } changed } changing
            && CapacityBounds.CountOf(changing.Change) is not null
        )
        {
            _changedAt[changed.Operated.Id] = Run.Clock.Ticks;
            if (changing.Change is Change.RestartAt)
            {
                _countBefore[changed.Operated.Id] = changed.Desired;
            }
        }

        _decided = happened is CampaignEvent.Decided { Decision: Decision.Act } acts ? acts : _decided;
        if (
            happened is CampaignEvent.Denied { Guard: BudgetGuard or FreezeGuard or ApprovalGuard } denied
            && _decided
                is {
                    Incident: { Remedy: var remedy } incident,
                    Decision: Decision.Act { Change: Change.SetDesiredCount { To: var to, From: var from } },
                }
            && _decided.By == denied.By
            && remedy == TotalOutageProcedure.ProcedureName
            && to > from
        )
        {
            Break($"{incident.Id}: {denied.Guard.Name} blocks scaling out after a restart, from {from} to {to}");
        }

        if (
            happened is CampaignEvent.Saved { Taken: true, Ended: { Status: IncidentStatus.Resolved } ended }
            && Run.FindService(ended.Target) is { } service
            && !ended.Lines.Any(line => line.Kind == EntryKind.HandedOff)
            && FirstChange(ended) is { } first
        )
        {
            See(ended, service, first);
        }
    }

    public override void AtEnd()
    {
        foreach (var (site, page) in Run.Sites.SelectMany(site => site.Pages, (site, page) => (site, page)))
        {
            // Without its copy, which only people delete, a page cannot be restored, and on-call has been notified.
            if (
                page.Page?.Marks is { } marks
                && !page.IsLost
                && site.Backup.ContainsKey(marks.SavedKey)
                && !Run.Mail.IsDeadLettered(site.Operated.Id)
            )
            {
                Break($"the maintenance page of {page.Name} is still up, put up by {marks.By}");
            }
            else if (page.Page is { Marks: null } shown && !shown.IsCopyOf(page.Persons))
            {
                Break($"{page.Name} shows {shown.ETag}, and {page.Persons?.ETag} was put last");
            }
        }
    }

    private void See(Incident ended, CampaignService service, Change first)
    {
        var since = (ended.OpenedAt - CampaignClock.Start).Ticks;
        var isBack = first switch
        {
            Change.SetDesiredCount set => service.CountSetByPersonAt >= since || service.Desired == set.From,
            Change.SetScalingMinimum set => service.MinimumSetByPersonAt >= since
                || service.Automatic?.Minimum == set.From,
            Change.RestartAt => service.CountSetByPersonAt >= since - CampaignRun.StaleAtMost.Ticks
                || service.Desired
                    >= Math.Min(_countBefore.GetValueOrDefault(ended.Target), service.Operated.Capacity.Ceiling),
            _ => true,
        };
        if (!isBack && _changedAt.GetValueOrDefault(ended.Target) >= since)
        {
            Break($"{ended.Id} is resolved, and '{first.Description}' has not been restored: {service.State}");
        }
    }

    private static Change? FirstChange(Incident ended) =>
        ended
            .RungAttempts.FirstOrDefault(attempt =>
                attempt
                    is {
                        Outcome: AttemptOutcome.Done,
                        Change: Change.SetDesiredCount or Change.SetScalingMinimum or Change.RestartAt,
                    }
            )
            ?.Change;
}

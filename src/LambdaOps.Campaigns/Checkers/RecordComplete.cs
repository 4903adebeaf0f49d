using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Each change and each notice is in the record with its reason, and each hand-off says whether anybody was notified
/// (DESIGN 8.10).
/// </summary>
internal sealed class RecordComplete(CampaignRun run) : Checker(run)
{
    public override string Rule => "record complete";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Saved { Taken: true, By: var by } saved:
                See(by, saved);
                break;
            case CampaignEvent.Finished { By: var by, Report: { Outcome: not LoopOutcome.Fenced } }
                when by.Unrecorded is { } change:
                Break($"{by} ends, and '{change.Description}' is not in the record");
                break;
        }
    }

    private void See(CampaignInvocation by, CampaignEvent.Saved saved)
    {
        var lines = saved.Incident?.Lines ?? [];
        if (by.Unrecorded is { } change)
        {
            if (saved.Incident is not { } incident || !HasBoth(incident, change))
            {
                Break($"'{change.Description}' of {by} is not in the record of {saved.Incident?.Id} with its reason");
            }

            by.Unrecorded = null;
        }

        foreach (var notice in by.Untold)
        {
            // The watchdog goes from incident to incident; a record that it may not write any more says nothing.
            var detail = EntryDetail.Notification.Of(notice);
            if (
                (by.Signal is not null || notice.Incident == saved.Incident?.Id)
                && !lines.Any(line =>
                    line.Detail is EntryDetail.Notification one && one with { Failed = null } == detail
                )
            )
            {
                Break($"the notice \"{notice.Line}\" of {by} is not in the record of {saved.Incident?.Id}");
            }
        }

        by.Untold.Clear();
        if (
            saved.Incident is { IsHandedOff: true } over
            && !WasHandedOff(saved.Before, over)
            && lines is not [.., { Kind: EntryKind.Notified or EntryKind.NotNotified }]
            && !lines.Any(line => line.Kind is EntryKind.Notified or EntryKind.NotNotified)
        )
        {
            Break($"{over.Id} is handed off, and the record does not say whether anyone was notified");
        }
    }

    private static bool WasHandedOff(TargetRecord before, Incident incident) =>
        before.Open is { IsHandedOff: true } open && open.Id == incident.Id;

    private static DateTimeOffset? LastResult(Incident incident) =>
        incident.Lines.Select(line => line.Detail).OfType<EntryDetail.Result>().LastOrDefault()?.IntendedAt;

    /// <summary>The intent with its reason, and what became of it: both belong together.</summary>
    private static bool HasBoth(Incident incident, Change change)
    {
        var at =
            incident.Intent?.Change == change ? incident.Intent.At
            : incident.Clearance.Postponed.Of(change.Kind) is not null ? LastResult(incident)
            : incident.Attempts.LastOrDefault(attempt => attempt.Change == change)?.At;
        return incident.Lines.Any(line => line.At == at && line.Detail is EntryDetail.Intention { Because.Length: > 0 })
            && incident.Lines.Any(line => line.Detail is EntryDetail.Result result && result.IntendedAt == at);
    }
}

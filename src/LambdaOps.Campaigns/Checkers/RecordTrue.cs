using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>What the record calls done took effect, and whom it calls notified was sent a notice.</summary>
internal sealed class RecordTrue(CampaignRun run) : Checker(run)
{
    private readonly HashSet<(TargetId Target, Change Change)> _effects = [];

    /// <summary>
    /// Attempts and lines that were looked at already; an incident can be opened again after its end.
    /// </summary>
    private readonly Dictionary<IncidentId, (int Attempts, int Lines)> _known = [];

    public override string Rule => "record true";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Changing changing:
                _effects.Add((changing.By.Target, changing.Change));
                break;
            case CampaignEvent.Saved { Taken: true, Incident: { } incident } saved:
                var (attempts, lines) = _known.GetValueOrDefault(incident.Id);
                SeeAttempts(incident, attempts);
                SeeNotices(saved.By, incident, lines);
                _known[incident.Id] = (incident.Attempts.Length, incident.Lines.Length);
                break;
        }
    }

    private void SeeAttempts(Incident incident, int known)
    {
        for (var index = known; index < incident.Attempts.Length; index++)
        {
            // What the evidence shows may be someone else's doing: a count, a task definition.
            if (
                incident.Attempts[index] is { Outcome: AttemptOutcome.Done, IsFromEvidence: false } done
                && !_effects.Contains((incident.Target, done.Change))
            )
            {
                Break($"{incident.Id} says that '{done.Change.Description}' was done, and it never took effect");
            }
        }
    }

    private void SeeNotices(CampaignInvocation by, Incident incident, int known)
    {
        for (var index = known; index < incident.Lines.Length; index++)
        {
            if (
                incident.Lines[index] is { Kind: EntryKind.Notified } line
                && !(line.Detail is EntryDetail.Notification sent && by.Notified.Contains(sent))
            )
            {
                Break($"{incident.Id} says \"{line}\", and {by} sent nothing");
            }
        }
    }
}

using LambdaOps.Core;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>What people wrote into an incident's record stays in it, also after its end.</summary>
internal sealed class NotesKept(CampaignRun run) : Checker(run)
{
    private readonly Dictionary<IncidentId, HashSet<EntryDetail>> _kept = [];

    public override string Rule => "notes kept";

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Saved { Taken: true } saved)
        {
            Compare(saved.After.Open);
            Compare(saved.Ended);
            Compare(saved.Noted);
        }
    }

    private void Compare(Incident? incident)
    {
        if (incident is null)
        {
            return;
        }

        var remarks = incident.Lines.Select(line => line.Detail).OfType<EntryDetail.Remark>().ToHashSet<EntryDetail>();
        if (
            _kept.TryGetValue(incident.Id, out var before)
            && before.FirstOrDefault(one => !remarks.Contains(one)) is { } lost
        )
        {
            Break($"{incident.Id} had the note {lost}, and has lost it");
        }

        if (remarks.Count > 0)
        {
            _kept[incident.Id] = remarks;
        }
    }
}

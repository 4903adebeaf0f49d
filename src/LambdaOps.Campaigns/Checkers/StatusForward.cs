using LambdaOps.Core.Incidents;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// What was handed off to on-call stays so until it ends, unless the record says why it is open again: a person asked
/// for it, or the disturbance came back.
/// </summary>
internal sealed class StatusForward(CampaignRun run) : Checker(run)
{
    public override string Rule => "status goes forward";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Saved { Taken: true, Before.Open: { IsHandedOff: true } before, Incident: { } after }
            && after.Id == before.Id
            && after.Status == IncidentStatus.Open
            // A long record leaves lines out: it may not have grown.
            && !after.Lines.Any(line => line.Detail is EntryDetail.Reopening && line.At >= before.Lines[^1].At)
        )
        {
            Break($"{after.Id} was handed off, and is {after.Status} again");
        }
    }
}

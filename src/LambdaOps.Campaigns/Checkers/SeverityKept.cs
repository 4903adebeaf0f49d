namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An incident does not become less severe by itself, but for the hand-off that finds nothing wrong but its alarm.
/// </summary>
internal sealed class SeverityKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "severity never falls";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Saved { Taken: true, Before.Open: { } before, Incident: { } after }
            && after.Id == before.Id
            && after.Severity > before.Severity
            // An alarm may have joined in the same round; a person's request may have ended an earlier hand-off in it.
            && !(
                after.IsHandedOff
                && after.Escalation?.HandedOffAt != before.Escalation?.HandedOffAt
                && after.Trend.LoweredFrom <= before.Severity
            )
        )
        {
            Break($"{after.Id} falls from {before.Severity} to {after.Severity}");
        }
    }
}

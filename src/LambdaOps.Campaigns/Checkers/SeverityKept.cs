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
            // An alarm may have joined in the same round.
            && !(after.IsHandedOff && !before.IsHandedOff && after.Trend.LoweredFrom <= before.Severity)
        )
        {
            Break($"{after.Id} falls from {before.Severity} to {after.Severity}");
        }
    }
}

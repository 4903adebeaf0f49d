using LambdaOps.Core.Reports;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// When an incident is handed off to on-call, and when it ends, its report is written with it, and has all its parts,
/// lines, changes and zones.
/// </summary>
internal sealed class ReportsComplete(CampaignRun run) : Checker(run)
{
    public override string Rule => "report complete";

    private readonly NoticePlace _place = NoticePlace.Of(run.Plan.Estate, account: null);

    public override void See(CampaignEvent happened)
    {
        if (
            happened is not CampaignEvent.Saved { Taken: true, Incident: { } incident } saved
            || !(saved.Ended is not null || (incident.IsHandedOff && saved.Before.Open is not { IsHandedOff: true }))
        )
        {
            return;
        }

        var written = Run.Store.ReportOf(incident.Id);
        if (written is null || ReportForm.Missing(written.Text, incident, _place) is not null)
        {
            var missing = written is null ? "there is none" : ReportForm.Missing(written.Text, incident, _place);
            Break($"report of {incident.Id}: {missing}");
        }
    }
}

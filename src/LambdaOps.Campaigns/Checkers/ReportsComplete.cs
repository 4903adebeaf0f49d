using LambdaOps.Core.Reports;
using LambdaOps.Engine;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>Of each incident that ends, the report has all its parts, lines, changes and zones.</summary>
internal sealed class ReportsComplete(CampaignRun run) : Checker(run)
{
    public override string Rule => "report complete";

    /// <summary>A run has one of the languages.</summary>
    private readonly NoticeWriter _writer = Notices.Of(
        run.Plan.Estate with
        {
            Culture = run.Options.Seed % 2 == 0 ? "ja" : "en",
        },
        account: null
    );

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Saved { Taken: true, Ended: { } ended }
            && ReportForm.Missing(_writer.Incidents.Write(ended, Run.Clock.Now), ended, _writer.Place) is { } missing
        )
        {
            Break($"{ended.Id}: {missing}");
        }
    }
}

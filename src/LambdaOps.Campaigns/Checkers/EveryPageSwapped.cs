using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No total outage is restarted, and no request for the maintenance page is over, while a page of the site has not even
/// been tried: one that is there, would come back as it is, and has been so since before the invocation saw it. A request
/// whose step a guard denies is over with that.
/// </summary>
internal sealed class EveryPageSwapped(CampaignRun run) : Checker(run)
{
    private static readonly string[] s_pageSteps = [ChangeKind.SavePage.Name, ChangeKind.PublishMaintenancePage.Name];

    /// <summary>When a change was last made of each page, in ticks.</summary>
    private readonly Dictionary<PageModel, long> _changed = [];

    private readonly HashSet<CampaignInvocation> _denied = [];

    public override string Rule => "every page is swapped";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Changing { Site: { } site } changing when site.PageOf(changing.Change) is { } page:
                _changed[page] = Run.Clock.Ticks;
                break;
            case CampaignEvent.Denied denied:
                _denied.Add(denied.By);
                break;
            case CampaignEvent.Sent { By: { SawPage: true } by, Change: Change.RestartAt or Change.ForceNewDeployment }
                when Run.FindService(by.Target)?.Operated.Site is { } site
                    && Run.Store[by.Target].Record.Open is { } open
                    && open.Remedy == TotalOutageProcedure.ProcedureName:
                See(open, Run.SiteOf(site), by.BeganAt);
                break;
            case CampaignEvent.Saved
            {
                Taken: true,
                Ended: { Status: IncidentStatus.Resolved, RequestedPage: PageRequest.Up } ended,
                By: var by,
            } when !_denied.Contains(by) && Run.Plan.Estate.Find(ended.Target) is OperatedSite site:
                See(ended, Run.SiteOf(site), by.BeganAt);
                break;
        }
    }

    private void See(Incident incident, SiteModel site, long beganAt)
    {
        // What AWS wants later holds up nothing else.
        if (
            incident.Clearance.Postponed.Any(later => s_pageSteps.Contains(later.Kind))
            || site.Pages.Any(page => page.Page?.Marks is { } marks && marks.By != incident.Id)
        )
        {
            return;
        }

        foreach (var page in site.Pages)
        {
            if (
                page.Page is { Marks: null, HasAcl: false }
                && !(page.EditedAt >= beganAt)
                && !(_changed.TryGetValue(page, out var at) && at >= beganAt)
                && !incident.Attempts.Any(made => made.Change is Change.OfPage { Key: var key } && key == page.Key)
            )
            {
                Break($"{incident.Id} goes on, and the page {page.Name} has not been swapped");
            }
        }
    }
}

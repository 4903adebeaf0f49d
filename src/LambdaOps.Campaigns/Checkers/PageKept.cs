using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The page is backed up before it is swapped, is restored byte for byte and shown to visitors, and a page that a person
/// put there is never overwritten (DESIGN 8.8).
/// </summary>
internal sealed class PageKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "page kept";

    private readonly Dictionary<PageModel, SiteModel.PageObject> _originals = [];

    /// <summary>Restored pages that visitors do not see yet: how many invalidations there were.</summary>
    private readonly Dictionary<PageModel, (IncidentId By, SiteModel Site, int Invalidations)> _unseen = [];

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Saved { Taken: true, Ended: { IsHandedOff: false } ended })
        {
            SeeEnded(ended);
        }

        if (
            happened is not CampaignEvent.Changing { Site: { } site } changing
            || site.PageOf(changing.Change) is not { Page: { } page } model
        )
        {
            return;
        }

        switch (changing.Change)
        {
            case Change.PublishMaintenancePage put when put.ETag == page.ETag:
                SeePublished(changing, put, site, model, page);
                break;
            case Change.RestorePage back
                when back.ETag == page.ETag && site.Backup.TryGetValue(back.SavedKey, out var kept):
                SeeRestored(changing, model, page, kept);
                if (Run.Store[changing.By.Target].Record.Open is { } open)
                {
                    _unseen[model] = (open.Id, site, site.Invalidations.Count);
                }

                break;
        }
    }

    /// <summary>
    /// What is restored is seen before its incident is resolved, unless a person put another page there, or asked for the
    /// maintenance page since.
    /// </summary>
    private void SeeEnded(Incident ended)
    {
        foreach (var (page, (by, site, invalidations)) in _unseen.Where(one => one.Value.By == ended.Id).ToList())
        {
            _unseen.Remove(page);
            if (
                ended.RequestedPage != PageRequest.Up
                && site.Invalidations.Count == invalidations
                && _originals[page].IsCopyOf(page.Page)
            )
            {
                Break($"{by} is over, and visitors of {page.Name} still see the maintenance page");
            }
        }
    }

    private void SeePublished(
        CampaignEvent.Changing changing,
        Change.PublishMaintenancePage put,
        SiteModel site,
        PageModel model,
        SiteModel.PageObject page
    )
    {
        _originals[model] = page;
        var isRobbed = site.BackupRobbedAt >= changing.By.PageAskedAt;
        if (!isRobbed && (!site.Backup.TryGetValue(put.SavedKey, out var kept) || !kept.IsCopyOf(page)))
        {
            Break($"the page {page.ETag} of {model.Name} is swapped and is not backed up at {put.SavedKey}");
        }

        if (page.HasAcl)
        {
            Break($"the page {page.ETag} of {model.Name} is swapped, and its ACL would not come back");
        }

        if (page.Marks is not null)
        {
            Break($"a maintenance page of {model.Name} replaces another one");
        }

        if (IntendedETag(changing.By) is { } intended && intended != page.ETag)
        {
            Break($"a page of {model.Name} that nobody decided on is swapped: {page.ETag}, not {intended}");
        }
    }

    private void SeeRestored(
        CampaignEvent.Changing changing,
        PageModel model,
        SiteModel.PageObject page,
        SiteModel.PageObject kept
    )
    {
        if (page.Marks is null)
        {
            Break($"{changing.By} overwrites someone else's page of {model.Name}: {page.ETag}");
        }
        else if (_originals.TryGetValue(model, out var original) && !original.IsCopyOf(kept))
        {
            Break($"{model.Name} is restored to {kept.ETag}, and {original.ETag} was there");
        }
    }

    private string? IntendedETag(CampaignInvocation by) =>
        Run.Store[by.Target].Record.Open?.Intent?.Change switch
        {
            Change.PublishMaintenancePage put => put.ETag,
            _ => null,
        };
}

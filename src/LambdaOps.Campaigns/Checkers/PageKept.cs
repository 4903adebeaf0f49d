using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The page is backed up before it is swapped, is restored byte for byte, and a page that a person put there is never
/// overwritten (DESIGN 8.8).
/// </summary>
internal sealed class PageKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "page kept";

    private readonly Dictionary<SiteModel, SiteModel.PageObject> _originals = [];

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Changing { Site: { Page: { } page } site } changing)
        {
            return;
        }

        switch (changing.Change)
        {
            case Change.PublishMaintenancePage put when put.ETag == page.ETag:
                SeePublished(changing, put, site, page);
                break;
            case Change.RestorePage back
                when back.ETag == page.ETag && site.Backup.TryGetValue(back.SavedKey, out var kept):
                SeeRestored(changing, site, page, kept);
                break;
        }
    }

    private void SeePublished(
        CampaignEvent.Changing changing,
        Change.PublishMaintenancePage put,
        SiteModel site,
        SiteModel.PageObject page
    )
    {
        _originals[site] = page;
        var isRobbed = site.BackupRobbedAt >= changing.By.PageAskedAt;
        if (!isRobbed && (!site.Backup.TryGetValue(put.SavedKey, out var kept) || kept != page))
        {
            Break($"the page {page.ETag} of {site.Operated.Id} is swapped and is not backed up at {put.SavedKey}");
        }

        if (page.Marks is not null)
        {
            Break($"a maintenance page of {site.Operated.Id} replaces another one");
        }

        if (IntendedETag(changing.By) is { } intended && intended != page.ETag)
        {
            Break($"a page of {site.Operated.Id} that nobody decided on is swapped: {page.ETag}, not {intended}");
        }
    }

    private void SeeRestored(
        CampaignEvent.Changing changing,
        SiteModel site,
        SiteModel.PageObject page,
        SiteModel.PageObject kept
    )
    {
        if (page.Marks is null)
        {
            Break($"{changing.By} overwrites someone else's page of {site.Operated.Id}: {page.ETag}");
        }
        else if (_originals.TryGetValue(site, out var original) && original != kept)
        {
            Break($"{site.Operated.Id} is restored to {kept.ETag}, and {original.ETag} was there");
        }
    }

    private string? IntendedETag(CampaignInvocation by) =>
        Run.Store[by.Target].Record.Open?.Intent?.Change switch
        {
            Change.PublishMaintenancePage put => put.ETag,
            _ => null,
        };
}

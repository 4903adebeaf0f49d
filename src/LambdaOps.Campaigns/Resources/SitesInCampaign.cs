using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class SitesInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                SiteLooks.Pages,
                "Page",
                static (by, at, _) => by.Run.SiteOf(at.Site()).See(at.Incident, at.SavedPage)
            ) with
            {
                Asked = static run => run.Current!.PageAskedAt = run.Clock.Ticks,
                After = static (run, at) => run.People.InterfereAfterLook(run.Current!.Target, at.Site()),
            },
            CampaignLook.Of(SiteLooks.Shown, "Shown", static (by, at, _) => by.Run.SiteOf(at.Site()).Shown),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            Of<Change.SavePage>(
                ChangeKind.SavePage,
                static (page, save) => Swapped(page.Save(save.ETag, save.SavedKey))
            ),
            Of<Change.PublishMaintenancePage>(
                ChangeKind.PublishMaintenancePage,
                static (page, put) =>
                    Swapped(page.Publish(put.ETag, new SiteModel.Marks(put.By, put.ETag, put.SavedKey)))
            ),
            Of<Change.RestorePage>(
                ChangeKind.RestorePage,
                static (page, back) =>
                    page.HasBackup(back.SavedKey)
                        ? Swapped(page.Restore(back.ETag, back.SavedKey))
                        : new ActionOutcome.Refused("NoSuchKey")
            ),
            CampaignChange.Of<Change.InvalidateSite>(
                ChangeKind.InvalidateSite,
                static (run, invalidate, target) => Invalidate(run, SiteLooks.SiteOf(target), invalidate.Reference)
            ),
        ];

    private static CampaignChange Of<T>(ChangeKind kind, Func<PageModel, T, ActionOutcome> make)
        where T : Change.OfPage =>
        CampaignChange.Of<T>(
            kind,
            (run, change, target) => make(run.SiteOf(SiteLooks.SiteOf(target))[change.Key], change)
        );

    private static ActionOutcome Invalidate(CampaignRun run, OperatedSite operated, string reference)
    {
        var site = run.SiteOf(operated);
        if (site.IsBusy(run))
        {
            return new ActionOutcome.Later("TooManyInvalidationsInProgress");
        }

        site.Invalidate(reference);
        return new ActionOutcome.Done("invalidation");
    }

    private static ActionOutcome Swapped(bool done) =>
        done ? new ActionOutcome.Done("ETag") : new ActionOutcome.Unknown("PreconditionFailed: overtaken");
}

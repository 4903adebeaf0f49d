using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal static class SitesInCampaign
{
    public static ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                SiteLooks.Page,
                "Page",
                static (by, at, _) => by.Run.SiteOf(at.Site()).See(at.Incident)
            ) with
            {
                Asked = static run => run.Current!.PageAskedAt = run.Clock.Ticks,
                After = static (run, at) => run.People.InterfereAfterLook(run.Current!.Target, at.Site()),
            },
        ];
}

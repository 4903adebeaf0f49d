using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal static class ServicesInCampaign
{
    public static ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ServiceLooks.State,
                "Service",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).State
            ) with
            {
                Asked = static run => run.Current!.ServiceAskedAt = run.Clock.Ticks,
            },
        ];
}

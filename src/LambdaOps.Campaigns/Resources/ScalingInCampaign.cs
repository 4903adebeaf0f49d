using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal static class ScalingInCampaign
{
    public static ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ScalingLooks.State,
                "Scaling",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).Scaling
            ),
        ];
}

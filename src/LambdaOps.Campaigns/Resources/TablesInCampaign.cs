using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal static class TablesInCampaign
{
    public static ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                TableLooks.Throttles,
                "Tables",
                static (by, at, _) => by.Run.ServiceOf((OperatedService)at.Target).Throttles
            ),
        ];
}

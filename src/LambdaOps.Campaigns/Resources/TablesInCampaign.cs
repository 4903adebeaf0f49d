using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class TablesInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                TableLooks.Throttles,
                "Tables",
                static (by, at, _) => by.Run.ServiceOf((OperatedService)at.Target).Throttles
            ),
        ];
}

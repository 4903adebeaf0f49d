using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class RunningImagesInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ImageLooks.Running,
                "Images",
                static (by, at, _) => by.Run.ServiceOf((OperatedService)at.Target).Images
            ) with
            {
                IsForPeople = true,
                IsApart = true,
            },
        ];
}

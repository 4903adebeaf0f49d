using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class RunningImagesInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ImageLooks.Running,
                "Images",
                static (by, at, _) => Of(by.Run.ServiceOf((OperatedService)at.Target))
            ) with
            {
                IsForPeople = true,
                IsApart = true,
            },
        ];

    /// <summary>What a service's running tasks pulled.</summary>
    public static RunningImages Of(CampaignService service) =>
        new([
            .. new[] { service.Primary, service.Older }.Where(one => one is { Running: > 0 }).Select(one => one!.Image),
        ]);
}

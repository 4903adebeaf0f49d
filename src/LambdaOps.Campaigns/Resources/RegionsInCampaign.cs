using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class RegionsInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(RegionLooks.Primary, "PrimaryRegion", static (by, _, _) => by.Run.Regions!.SeePrimary()),
            CampaignLook.Of(RegionLooks.Standby, "StandbyRegion", static (by, _, _) => by.Run.Regions!.SeeStandby()),
            CampaignLook.Of(
                RegionLooks.Traffic,
                "RegionTraffic",
                static (by, _, _) => new RegionTrafficState(by.Run.Regions!.IsTurned, by.Run.Regions.PublicName)
            ),
            CampaignLook.Of(RegionLooks.Replicas, "Replicas", static (by, _, _) => by.Run.Regions!.SeeReplicas()),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.SetRegionCount>(
                ChangeKind.SetRegionCount,
                static (run, set, _) =>
                {
                    if (!set.IsStandby && run.Regions!.IsSilent)
                    {
                        return new ActionOutcome.Unknown("no answer");
                    }

                    run.Regions!.Scale(set);
                    return new ActionOutcome.Done("accepted");
                }
            ),
            CampaignChange.Of<Change.TurnTraffic>(
                ChangeKind.TurnTraffic,
                static (run, _, _) =>
                {
                    run.Regions!.Turn(toStandby: true);
                    return new ActionOutcome.Done("ETag");
                }
            ),
            CampaignChange.Of<Change.TurnTrafficBack>(
                ChangeKind.TurnTrafficBack,
                static (run, _, _) =>
                {
                    run.Regions!.Turn(toStandby: false);
                    return new ActionOutcome.Done("deleted");
                }
            ),
        ];
}

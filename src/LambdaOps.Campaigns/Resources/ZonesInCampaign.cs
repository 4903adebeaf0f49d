using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class ZonesInCampaign : ResourceInCampaign
{
    private static readonly ActionOutcome s_none = new ActionOutcome.Refused("ResourceNotFoundException");

    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ZoneLooks.Readings,
                "Zones",
                static (by, at, isStale) =>
                    by.Run.ServiceOf((OperatedService)at.Target) is { Zones: { } zones } service
                        ? zones.Readings(service.See(isStale).Targets)
                        : new ZoneReadings([])
            ),
            CampaignLook.Of(
                ZoneLooks.Traffic,
                "Shifts",
                static (by, at, _) =>
                    by.Run.ServiceOf((OperatedService)at.Target).Zones?.Traffic()
                    ?? new ZoneTraffic("arn:balancer", IsEnabled: false, [], [])
            ),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.StartZonalShift>(
                ChangeKind.StartZonalShift,
                static (run, start, target) => run.ServiceOf((OperatedService)target).Zones?.Start(start) ?? s_none
            ),
            CampaignChange.Of<Change.ExtendZonalShift>(
                ChangeKind.ExtendZonalShift,
                static (run, extend, target) => run.ServiceOf((OperatedService)target).Zones?.Extend(extend) ?? s_none
            ),
            CampaignChange.Of<Change.CancelZonalShift>(
                ChangeKind.CancelZonalShift,
                static (run, cancel, target) => run.ServiceOf((OperatedService)target).Zones?.Cancel(cancel) ?? s_none
            ),
        ];
}

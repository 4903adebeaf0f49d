using System.Collections.Immutable;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class LoadBalancingInCampaign : ResourceInCampaign
{
    private const string Metrics = "load";

    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                LoadBalancingLooks.Targets,
                "Targets",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).Targets
            ),
            CampaignLook.OfMetrics(
                LoadBalancingLooks.Load,
                "Load",
                static (by, at) => Load(by, by.Run.ServiceOf((OperatedService)at.Target))
            ),
        ];

    private static LoadReading Load(CampaignObserver by, CampaignService model)
    {
        var load = model.Load.Newest;
        if (by.Strikes(FaultKind.MetricsLate, Metrics))
        {
            return model.Load.Before ?? load;
        }

        if (by.Strikes(FaultKind.MetricsMissing, Metrics))
        {
            return by.Chance.Below(2) == 0
                ? load with
                {
                    P50Ms = null,
                    P95Ms = null,
                    P99Ms = null,
                }
                : load with
                {
                    CpuPercent = null,
                    MemoryPercent = null,
                };
        }

        return by.IsWrong(Metrics)
            ? load with
            {
                CpuPercent = by.Chance.Below(100),
                P95Ms = by.Chance.Below(3000),
                RequestsPerSecond = by.Chance.Below(900),
            }
            : load;
    }
}

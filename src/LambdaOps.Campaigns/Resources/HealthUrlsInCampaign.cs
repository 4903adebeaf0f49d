using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class HealthUrlsInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.OfFact(
                HealthUrlLooks.Probe,
                "Health",
                static (by, at, _) => by.Run.ServiceOf((OperatedService)at.Target).Probe(at.Now)
            ) with
            {
                Takes = static (run, at) =>
                    run.ServiceOf((OperatedService)at.Target).KeepsProbeWaiting
                        ? ((OperatedService)at.Target).Health.Timeout
                        : TimeSpan.Zero,
            },
        ];
}

using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class ScalingInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                ScalingLooks.State,
                "Scaling",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).Scaling
            ),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.SetScalingMinimum>(
                ChangeKind.SetScalingMinimum,
                static (run, set, target) => Move(run.ServiceOf((OperatedService)target), set.To)
            ),
        ];

    private static ActionOutcome Move(CampaignService service, int minimum)
    {
        if (service.Automatic is not { } automatic || minimum > automatic.Maximum)
        {
            return new ActionOutcome.Refused("ValidationException: no scalable target takes that minimum");
        }

        service.SetMinimum(minimum, byLoop: true);
        return new ActionOutcome.Done("accepted");
    }
}

using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class WeightsInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                WeightLooks.Rule,
                "Weights",
                static (by, at, isStale) => by.Run.ServiceOf((OperatedService)at.Target).See(isStale).Weights!
            ),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.ShiftWeights>(
                ChangeKind.ShiftWeights,
                static (run, shift, target) =>
                    run.ServiceOf((OperatedService)target).Rule?.Shift(shift.From, shift.To)
                    ?? new ActionOutcome.Refused("RuleNotFound: one or more rules not found")
            ),
        ];
}

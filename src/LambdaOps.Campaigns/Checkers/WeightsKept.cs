using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The weights of a rule sum to 100, go to no group without a healthy target, and no further than the first gate while
/// requests fail there; nobody else's weights are written over.
/// </summary>
internal sealed class WeightsKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "weights go to groups that serve";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is not CampaignEvent.Changing
                {
                    By: var by,
                    Change: Change.ShiftWeights shift,
                    Service: { Rule: { } rule } service,
                }
            || !rule.See(service.Targets).WasGiven(shift.From)
        )
        {
            return;
        }

        if (rule.Own > 0 && rule.Own != rule.GivenByLoop)
        {
            Break($"{by}: '{shift.Description}', and someone else gave it {rule.Own} of {rule.Own + rule.Other}");
        }

        if (shift.To < 100 && rule.OtherEmptySince is { } since && IsLong(since, by))
        {
            Break($"{by}: '{shift.Description}', and no target of the other group is healthy");
        }

        if (shift.To > shift.From && service.EmptySince is { } gone && IsLong(gone, by))
        {
            Break($"{by}: '{shift.Description}', and none of its targets is healthy");
        }

        if (
            shift.To > shift.From
            && rule.IsBad
            && shift.From >= (service.Operated.Rollout?.Policy ?? RolloutPolicy.Default).FirstGatePercent
        )
        {
            Break($"{by}: '{shift.Description}', and its requests fail");
        }
    }

    /// <summary>A look may have been that old when the change was sent.</summary>
    private bool IsLong(long since, CampaignInvocation by) =>
        (by.SentAt ?? Run.Clock.Ticks) - since > CampaignRun.StaleAtMost.Ticks;
}

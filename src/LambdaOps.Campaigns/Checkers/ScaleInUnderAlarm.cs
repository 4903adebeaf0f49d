using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Never fewer tasks, nor less of a table's capacity, while an alarm of the target was active as the function last saw it, nor without having
/// looked (DESIGN 8.5); a restart with fewer tasks only while no target was healthy.
/// </summary>
internal sealed class ScaleInUnderAlarm(CampaignRun run) : Checker(run)
{
    public override string Rule => "no scale-in under alarm";

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Sent { By: var by, Change: var change })
        {
            return;
        }

        var isFewer = change switch
        {
            Change.SetDesiredCount set => set.To < set.From,
            Change.SetScalingMinimum set => set.To < set.From,
            Change.OfTable set => set.ScalesIn,
            _ => false,
        };
        if (isFewer && by.Alarms is not { Any: false })
        {
            Break($"{by} sends '{change.Description}' with active alarms: {by.Alarms?.ToString() ?? "not looked at"}");
        }

        if (
            change is Change.RestartAt restart
            && by.Service is { } service
            && restart.Desired < service.Desired
            && by.Targets is not { NoneServes: true }
        )
        {
            Break($"{by} sends '{change.Description}' of {service.Desired} with targets {by.Targets}");
        }
    }
}

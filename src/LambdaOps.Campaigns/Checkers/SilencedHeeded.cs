using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No change that takes anything while every alarm of the incident was silenced, and could be known to be, before the
/// invocation began (DESIGN 9.11); but for what a person approved.
/// </summary>
internal sealed class SilencedHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "silenced";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Sent { By: var by, Change: { Direction: Direction.Takes } change }
            && Run.Store[by.Target].Record.Open is { Alarm: not null, Intent: { Approved: null } } open
            && open.Cause.Alarms.All(alarm => Run.AlarmOf(alarm.Arn).KnownSilentSince < by.BeganAt)
        )
        {
            Break($"{by} sends '{change.Description}', and every alarm of {open.Id} is silenced");
        }
    }
}

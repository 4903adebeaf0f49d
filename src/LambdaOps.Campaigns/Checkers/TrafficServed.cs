using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The traffic is never turned to a region that does not serve, tasks are never taken from the one that it goes to, and
/// nothing of either is changed before a person has approved it.
/// </summary>
internal sealed class TrafficServed(CampaignRun run) : Checker(run)
{
    public override string Rule => "traffic goes to a region that serves";

    private readonly Dictionary<IncidentId, int> _made = [];
    private long _readyAt;
    private long _primaryAt;
    private long _goneAt;

    public override void See(CampaignEvent happened)
    {
        if (Run.Regions is not { } regions)
        {
            return;
        }

        _readyAt = regions.IsReady ? Run.Clock.Ticks : _readyAt;
        _primaryAt = regions.PrimaryServes ? Run.Clock.Ticks : _primaryAt;
        _goneAt = regions.PrimaryServes ? _goneAt : Run.Clock.Ticks;
        if (happened is not CampaignEvent.Sent { By: var by, Change: var change })
        {
            return;
        }

        switch (change)
        {
            case Change.TurnTraffic when IsLong(_readyAt):
                Break($"{by}: '{change.Description}', and it is not ready");
                break;
            case Change.TurnTrafficBack when IsLong(_primaryAt):
                Break($"{by}: '{change.Description}', and it does not serve");
                break;
            case Change.SetRegionCount { IsStandby: true } set when set.To < set.From && regions.IsTurned:
                Break($"{by}: '{change.Description}', and the traffic goes there");
                break;
            case Change.SetRegionCount { IsStandby: false } set when set.To < set.From && IsLong(_goneAt):
                Break($"{by}: '{change.Description}', and it serves");
                break;
        }

        if (
            change is Change.SetRegionCount or Change.TurnTraffic or Change.TurnTrafficBack
            && Run.Store[by.Target].Record.Open is { } open
        )
        {
            var before = _made.GetValueOrDefault(open.Id);
            _made[open.Id] = before + 1;
            if (before == 0 && open.Intent?.Approved is null)
            {
                Break($"{by}: '{change.Description}', and nobody approved it");
            }
        }
    }

    /// <summary>A look may have been that old when the change was sent.</summary>
    private bool IsLong(long lastAt) => Run.Clock.Ticks - lastAt > CampaignRun.StaleAtMost.Ticks;
}

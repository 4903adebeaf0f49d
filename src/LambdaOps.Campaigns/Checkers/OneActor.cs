using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No change by an invocation without the target's current lease (DESIGN 1). An invalidation may arrive whenever it
/// wants: it changes nothing that anybody decides on.
/// </summary>
internal sealed class OneActor(CampaignRun run) : Checker(run)
{
    public override string Rule => "one actor per target";

    private readonly Dictionary<TargetId, CampaignInvocation> _holders = [];

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Claimed { Lease: not null } claimed)
        {
            _holders[claimed.Target] = claimed.By;
        }

        if (happened is not CampaignEvent.Changing { By: var by, Change: { Rereads.IsEmpty: false } change })
        {
            return;
        }

        var (holder, until) = (_holders.GetValueOrDefault(by.Target), Run.Store[by.Target].LeasedUntil);
        if (holder != by)
        {
            Break($"'{change.Description}' of {by} takes effect while {holder} has {by.Target}");
        }
        else if (until is null || until <= Run.Clock.WholeSeconds)
        {
            Break($"'{change.Description}' of {by} takes effect after its lease on {by.Target} ({until})");
        }
    }
}

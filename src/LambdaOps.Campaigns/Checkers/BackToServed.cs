using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Nobody is rolled back to a revision that never served, whose own rollout failed, that was just rolled back from, or that
/// ECS says is deregistered. A person may abort any deployment.
/// </summary>
internal sealed class BackToServed(CampaignRun run) : Checker(run)
{
    public override string Rule => "back only to what served";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Changing { Change: Change.RollBack { TaskDefinition: var gone } } asked
            && asked is { Service: { } of, By.MissedWayBack: false }
            && of.Revisions.IsKnownInactive(gone)
        )
        {
            Break($"'{asked.Change.Description}' of {asked.By}: {gone} is deregistered");
        }

        if (
            happened is CampaignEvent.Changing { Change: { RollsBack: true } change, Service: { } service } changing
            && Run.Store[changing.By.Target].Record.Open?.Rollout.Request?.Wish != RolloutWish.Abort
            && Goal(change, service) is { } goal
            && service.Revisions.WhyNotBackTo(goal) is { } because
        )
        {
            Break($"'{change.Description}' of {changing.By}: {because}");
        }
    }

    /// <summary>Where it leads; null where ECS refuses it.</summary>
    private static string? Goal(Change change, CampaignService service) =>
        change switch
        {
            Change.RollBack back => back.TaskDefinition,
            Change.RollBackDeployment back => service.Shift.WayBackOf(back.Deployment),
            _ => null,
        };
}

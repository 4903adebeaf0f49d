using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// One restart and one rollback take effect for each rung of an incident (DESIGN 8.4).
/// </summary>
internal sealed class OnceOnly(CampaignRun run) : Checker(run)
{
    public override string Rule => "no duplicate effect";

    private readonly Dictionary<(IncidentId, int, bool), int> _made = [];

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is not CampaignEvent.Changing
                {
                    By: var by,
                    Change: Change.ForceNewDeployment or Change.RestartAt or { RollsBack: true },
                    Service: { } service,
                } changing
            || (changing.Change is Change.RollBackDeployment back && !StartsTasks(back, service.Shift))
            || Run.Store[by.Target].Record.Open is not { } open
        )
        {
            return;
        }

        // Where someone else has deployed in between, the effect is another one's.
        var key = (open.Id, open.Rung.Start, changing.Change.RollsBack);
        if (_made.TryGetValue(key, out var made) && made == service.DeploymentCount)
        {
            Break($"'{changing.Change.Description}' of {by} takes effect again in {open.Id}");
        }

        _made[key] = service.DeploymentCount + 1;
    }

    /// <summary>ECS may refuse it, and where traffic moves in steps the tasks before stand there.</summary>
    private static bool StartsTasks(Change.RollBackDeployment back, CampaignShift shift) =>
        !shift.IsShifting && shift.WayBackOf(back.Deployment) is not null;
}

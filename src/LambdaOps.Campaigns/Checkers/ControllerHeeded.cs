using LambdaOps.Campaigns.World;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// ECS is asked for no deployment of a service that another controller deploys, and for no count of one that has a task on
/// each instance: it refuses them, and meanwhile nobody helps.
/// </summary>
internal sealed class ControllerHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "deployment controller";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Changing { Service: { } service } changing
            && service.Driver.Refuses(changing.Change) is not null
        )
        {
            Break($"'{changing.Change.Description}' of {changing.By} on a service of {service.Driver}");
        }
    }
}

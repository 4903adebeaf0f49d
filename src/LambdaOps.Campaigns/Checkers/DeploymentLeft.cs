using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No restart into a deployment that is rolling and not failing (DESIGN 8.6), and no other count of tasks meanwhile, as
/// far as the function could see it.
/// </summary>
internal sealed class DeploymentLeft(CampaignRun run) : Checker(run)
{
    public override string Rule => "deployment in progress";

    private const int FailedTasksMeanFailing = 2;

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Changing { Service: { } service } changing)
        {
            return;
        }

        var isBad = changing.Change switch
        {
            Change.ForceNewDeployment or Change.SetDesiredCount { AfterRestart: false } or Change.SetScalingMinimum =>
                All(service, changing.By, one => one.InProgress),
            Change.RestartAt => All(service, changing.By, one => one.InProgress && one.Failed < FailedTasksMeanFailing),
            _ => false,
        };
        if (isBad)
        {
            Break($"'{changing.Change.Description}' of {changing.By} into deployment {service.Primary.Id}");
        }
    }

    /// <summary>Whether it was so at every moment that the function could have seen.</summary>
    private bool All(
        CampaignService service,
        CampaignInvocation by,
        Func<(long At, bool InProgress, int Failed), bool> so
    )
    {
        var from = (by.ServiceAskedAt ?? Run.Clock.Ticks) - CampaignRun.StaleAtMost.Ticks;
        for (var index = service.Rollouts.Count - 1; index >= 0; index--)
        {
            if (!so(service.Rollouts[index]))
            {
                return false;
            }

            if (service.Rollouts[index].At < from)
            {
                break;
            }
        }

        return true;
    }
}

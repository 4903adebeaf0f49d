using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No count that someone else had set before the function's last look is overwritten, no service that was stopped by
/// then is deployed, and no deployment that someone else had made by then, after what the function decided on, is
/// deployed over (DESIGN 8.7). Looks that showed what was true a while ago excuse; AWS has no condition on these.
/// </summary>
internal sealed class LiveCountHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "live state";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Changing
                {
                    Service: { } service,
                    Change: var change,
                    By: { SawStale: false, ServiceAskedAt: { } asked } by,
                }
            && Overwritten(change, service, by, asked) is { } what
        )
        {
            Break($"'{change.Description}' of {by} overwrites {what}, which was there when it looked");
        }
    }

    private static string? Overwritten(Change change, CampaignService service, CampaignInvocation by, long asked)
    {
        var deploys = change is Change.ForceNewDeployment or Change.RollBack or Change.RestartAt;
        var from = change switch
        {
            Change.SetDesiredCount set => set.From,
            Change.RestartAt restart => restart.From,
            _ => null,
        };
        return service.CountSetByPersonAt <= asked
            && ((from is { } count && service.Desired != count) || (deploys && service.Desired == 0))
                ? FormattableString.Invariant($"the count {service.Desired}")
            : deploys
            && service.Primary.CreatedAt <= asked
            && by.DecidedOn?.Primary is { } decided
            && decided.Id != service.Primary.Id
                ? $"deployment {service.Primary.Id}"
            : null;
    }
}

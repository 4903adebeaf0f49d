using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A rollout replaces tasks only where their memory is about to be full, once an incident, and none that are young.
/// </summary>
internal sealed class ReplacedOnce(CampaignRun run) : Checker(run)
{
    private readonly HashSet<IncidentId> _replaced = [];

    public override string Rule => "tasks are replaced once, for their memory";

    /// <summary>The most that it was in the minutes that a look can have shown.</summary>
    private static double Seen(CampaignService service)
    {
        const int Minutes = 8;
        return service.Memory.Usage().Memory.Values.TakeLast(Minutes).Max(minute => minute.Value);
    }

    public override void See(CampaignEvent happened)
    {
        if (
            happened is not CampaignEvent.Changing { Change: Change.ForceNewDeployment, Service: { } service } changing
            || Run.Store[changing.By.Target].Record.Open is not { } open
            || open.Remedy != RolloutProcedure.ProcedureName
            || service.Operated.Rollout?.Policy is not { } policy
        )
        {
            return;
        }

        // What has just been deployed may not be seen yet.
        var age = TimeSpan.FromTicks(Run.Clock.Ticks - service.Primary.CreatedAt);
        var because =
            !_replaced.Add(open.Id) ? $"{open.Id} replaced them before"
            : Seen(service) < service.Operated.Thresholds.Memory.Warning
                ? FormattableString.Invariant($"memory is {service.Memory.Percent:0} %")
            : age >= CampaignRun.StaleAtMost && age < policy.ReplaceAfter - CampaignRun.StaleAtMost
                ? FormattableString.Invariant($"the tasks are {age.TotalMinutes:0} min old")
            : null;
        if (because is not null)
        {
            Break($"'{changing.Change.Description}' of {changing.By}: {because}");
        }
    }
}

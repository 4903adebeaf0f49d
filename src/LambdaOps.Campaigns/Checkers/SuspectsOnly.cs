using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A rollout rolls no deployment back that changed nothing, or after which nothing began to go wrong. What moves its
/// traffic in steps is judged by its own numbers, and a person may abort any. One that has just begun is not seen yet,
/// nobody can tell since when a health URL fails now and again, and what had no traffic before failed no one.
/// </summary>
internal sealed class SuspectsOnly(CampaignRun run) : Checker(run)
{
    public override string Rule => "only suspects are rolled back";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is CampaignEvent.Changing { Change.RollsBack: true, Service: { } service } changing
            && Run.Store[changing.By.Target].Record.Open is { } open
            && open.Remedy == RolloutProcedure.ProcedureName
            && open.Rollout.Request?.Wish != RolloutWish.Abort
            && service.Shift is { IsShifting: false, Course: { } } shift
            && shift.See().Newest is { } newest
            && Run.Clock.Now - newest.CreatedAt >= CampaignRun.StaleAtMost
            && (changing.Change is not Change.RollBackDeployment back || back.Deployment == newest.Arn)
            && WhyNot(service, newest) is { } because
        )
        {
            Break($"'{changing.Change.Description}' of {changing.By}: {because}");
        }
    }

    private static string? WhyNot(CampaignService service, NativeDeployment newest)
    {
        // Metrics are by the minute: what began in the one before may have begun after it, as far as they say.
        var from = newest.CreatedAt - CampaignRun.StaleAtMost - TimeSpan.FromMinutes(1);
        return service.Shift.CanShift ? null
            : TaskRevision.IsSame(newest.Source!.TaskDefinition, newest.Target.TaskDefinition)
                ? $"{newest} changed nothing"
            : service.Failures.Exists(one => one.Fails && one.At >= from)
            || service.Outages.Has(OutageKind.FlappingProbe)
            || service.Outages.Flickers
            || service.Alarms.Any(alarm => alarm.BegunBy >= from)
            || service.Rule is { IsUsed: true, IsBad: true }
            || service.Rule?.TrafficSince >= from
            || service.Memory.Percent >= service.Operated.Thresholds.Memory.Danger
                ? null
            : $"nothing began to go wrong after {newest}";
    }
}

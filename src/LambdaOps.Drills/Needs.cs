using LambdaOps.Core;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What drills need of an estate. Each is null where it is met, or says why the drill does not apply.</summary>
internal static class Needs
{
    /// <summary>A restart at an alarm on failed requests, with a budget for it.</summary>
    public static Func<DrillScene, string?>[] RestartAtAnAlarm { get; } =
    [
        Remedy(ServiceUnavailableProcedure.ProcedureName),
        Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests),
        Budget,
    ];

    public static string? Site(DrillScene scene) =>
        scene.Site is not null ? null
        : scene.Estate.Sites.IsEmpty ? "the estate names no site"
        : $"{scene.Id} names no site";

    public static string? SiteRemedy(DrillScene scene) =>
        scene.Estate.Sites.Any(site => site.MaintenancePage is not null)
            ? null
            : "no site of the estate names maintenancePage";

    /// <summary>An operator may put the page of the service's site up.</summary>
    public static string? OwnPage(DrillScene scene) =>
        scene.Service?.Site?.MaintenancePage is not null ? null : $"{scene.Id} has no site that names maintenancePage";

    public static string? Table(DrillScene scene) =>
        scene.Service is { Tables.IsEmpty: false } ? null : $"{scene.Id} names no table";

    /// <summary>A table of the service names the database procedure, and such an alarm starts it.</summary>
    public static Func<DrillScene, string?> TableAlarm(AlarmSymptom kind) =>
        scene =>
            scene.Table is not { } table ? $"no table of {scene.Id} names databaseErrors"
            : EstateAlarms.Of(scene.Estate).Simulated.Any(alarm => alarm.Rule.Target == table.Id && alarm.Kind == kind)
                ? null
            : $"{table.Id} has no alarm that watches {Words(kind)}";

    public static string? RestorableTable(DrillScene scene) =>
        scene.RestorableTable is null ? $"no table of {scene.Id} names dataRestore" : null;

    public static string? ExpiringTable(DrillScene scene) =>
        scene.ExpiringTable is not null ? null : "the estate names no table whose items expire";

    public static string? OtherService(DrillScene scene) =>
        scene.Second is not null
            ? null
            : $"the estate has {scene.Estate.Services.Length} service, the drill is about two";

    /// <summary>The service names its load balancer, by which the new revision's numbers are asked.</summary>
    public static string? Balancer(DrillScene scene) =>
        scene.Service?.LoadBalancer is null ? $"{scene.Id} names no load balancer" : null;

    /// <summary>The service names the remedy.</summary>
    public static Func<DrillScene, string?> Remedy(ProcedureName remedy) =>
        scene => scene.Names(remedy) ? null : $"{scene.Id} does not name {remedy}";

    /// <summary>An alarm of one of these kinds starts the remedy.</summary>
    public static Func<DrillScene, string?> Alarm(ProcedureName remedy, params AlarmSymptom[] kinds) =>
        scene =>
            scene.Alarm(remedy, kinds) is not null
                ? null
                : $"{scene.Id} has no alarm for {remedy} that watches {string.Join(" or ", kinds.Select(Words))}";

    /// <summary>An alarm sees that no target is left, whichever remedy it starts.</summary>
    public static string? EmptyAlarm(DrillScene scene) =>
        scene.Alarms.Any(alarm => alarm.Kind == AlarmSymptom.NoHealthyTarget)
            ? null
            : $"no alarm of {scene.Id} watches healthy targets: one on failed requests hears nothing when no target is left";

    /// <summary>Something leads to the total outage: an alarm, or the ladder.</summary>
    public static string? WayToTotalOutage(DrillScene scene) =>
        scene.GoesToTotalOutage
            ? null
            : $"neither an alarm nor the ladder of {scene.Id} leads to {TotalOutageProcedure.ProcedureName}";

    /// <summary>The budget allows the actions that the drill expects.</summary>
    public static string? Budget(DrillScene scene) => BudgetFor(scene, more: 0);

    /// <param name="more">Actions that fail, and are tried again.</param>
    public static string? BudgetFor(DrillScene scene, int more)
    {
        var (budget, needed) = (scene.Estate.Budget, scene.Expect.Actions.Length + more);
        var allowed = Math.Min(budget.PerTarget, budget.PerEstate);
        return needed <= allowed
            ? null
            : $"the budget of {allowed} actions an hour is less than the {needed} that the drill needs";
    }

    /// <summary>More tasks than normal are allowed, and enough for the drills' overload.</summary>
    public static string? Ceiling(DrillScene scene) =>
        scene.Capacity.Ceiling >= LatencyDrills.Enough(scene.Capacity)
            ? null
            : $"the ceiling of {scene.Capacity.Ceiling} tasks is too low: with {scene.Capacity.Normal} normally, the drill's "
                + $"overload takes {LatencyDrills.Enough(scene.Capacity)}";

    /// <summary>An offer stands until the drill's person answers.</summary>
    public static Func<DrillScene, string?> OfferStands(TimeSpan forSoLong) =>
        scene =>
            scene.Service?.ServiceUnavailable is { } setting && setting.Approval.Within < forSoLong
                ? $"offers stand for {setting.Approval.Within.TotalSeconds:0} s only, the drill needs "
                    + $"{forSoLong.TotalSeconds:0} s"
                : null;

    private static string Words(AlarmSymptom kind) =>
        kind switch
        {
            AlarmSymptom.FailedRequests => "failed requests",
            AlarmSymptom.SlowAnswers => "answer times",
            AlarmSymptom.BusyCpu => "the CPU",
            AlarmSymptom.FullMemory => "the memory",
            AlarmSymptom.NoHealthyTarget => "healthy targets",
            AlarmSymptom.AllDown => "a total outage",
            AlarmSymptom.ThrottledTable => "throttled requests",
            AlarmSymptom.TableErrors => "DynamoDB's errors",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ZoneShift;

/// <summary>
/// 災害復旧, level 2: one Availability Zone fails. The runbook's row:
/// <code>
/// | 2 | AZ障害 | RTO 2時間 | RPO 1時間 | 手動AZ切り替え |
/// </code>
/// One zone is bad by two kinds of evidence and the others are well: capacity in the others first, as far as the ceiling
/// goes, then a zonal shift that AWS ends by itself, always after approval. It is extended while the zone is not
/// well, and cancelled when it has been. Shifts of others, and AWS's own, are left alone.
/// </summary>
public sealed class ZoneShiftProcedure : Remedy<OperatedService, ZoneShiftPolicy, ZoneShiftSight>
{
    public static ProcedureName ProcedureName { get; } = new("zoneShift");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "one zone fails while the others are well",
            Does: "adds capacity in the others, then shifts the traffic away for two hours, after approval; extends it, "
                + "cancels it after 15 calm minutes",
            StopsWhen: "all zones serve, and scaled in; several zones, the last one, no capacity: on-call"
        )
        {
            Runbook = "災害復旧: AZ障害",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [
        HealthUrlLooks.Probe,
        ServiceLooks.State,
        AlarmLooks.Own,
        AlarmLooks.Active,
        LoadBalancingLooks.Load,
        ScalingLooks.State,
        ZoneLooks.Readings,
        ZoneLooks.Traffic,
    ];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.SetDesiredCount,
            ChangeKind.SetScalingMinimum,
            ChangeKind.StartZonalShift,
            ChangeKind.ExtendZonalShift,
            ChangeKind.CancelZonalShift,
        ];

    protected override Severity HandOffAt => Severity.P1;

    protected override NextStep Next => NextStep.Zone;

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        incident with
        {
            Memory = incident.OfZones.After(SightOf(incident, seen, target), now),
        };

    /// <summary>A zone that was bad; what turns out to be none counts as any other outage.</summary>
    public override RecoveryLevel? RecoveryLevelOf(Incident incident) =>
        incident.OfZones is { BadSince: null, TroubledAt: null } ? base.RecoveryLevelOf(incident) : RecoveryLevel.Zone;

    public override bool LooksWell(Evidence seen, Resource target) =>
        seen.Health is Fact<HealthProbe>.Known { Value.Healthy: true }
        && seen.Zones is Fact<ZoneReadings>.Known { Value: { Healthy: > 0 } zones }
        && zones.All.All(zone => zone is { Unhealthy: 0, IsAvailable: true } && !(zone.ErrorPercent > 1));

    protected override ZoneShiftSight? See(Incident incident, Evidence seen, OperatedService target) =>
        SightOf(incident, seen, target);

    private static ZoneShiftSight? SightOf(Incident incident, Evidence seen, Resource target) =>
        ZoneShiftSight.Of(seen, incident, (target as OperatedService)?.ZoneShift?.Policy ?? ZoneShiftPolicy.Default);

    protected override Decision OnSight(
        Incident incident,
        ZoneShiftSight sight,
        OperatedService target,
        ZoneShiftPolicy policy,
        DateTimeOffset now
    ) =>
        sight switch
        {
            _ when incident.IsHandedOff && !sight.IsCalm => Attend(policy, $"handed off to on-call: {sight}"),
            { Own: { } own } => WhileShifted(incident, own, sight, policy, now),
            { Traffic.Autoshift: { } aws } => LeaveAlone(incident, $"{aws} is in effect", sight, policy),
            { Traffic.Manual: { } manual } => LeaveAlone(incident, $"someone else made {manual}", sight, policy),
            { Service.Desired: 0 } => Ask($"the desired count is 0, someone stopped the service: {sight}", policy),
            _ when !incident.IsHandedOff && incident.LastAttempt is { Outcome: AttemptOutcome.Refused } refused => Ask(
                $"AWS refused '{refused.Change.Description}' ({refused.Detail}): {sight}",
                policy
            ),
            _ => Compared(incident, sight, target, policy, now),
        };

    /// <summary>What is shifted by someone else is theirs to end; on-call hears of it where it does not.</summary>
    private Decision.Wait LeaveAlone(Incident incident, string what, ZoneShiftSight sight, ZoneShiftPolicy policy) =>
        incident.IsHandedOff
            ? Attend(policy, $"{what}; leaving it alone: {sight}")
            : Expect(
                ZoneShiftPhase.LeftAlone,
                policy,
                $"{what}; leaving it alone: {sight}",
                LastChange(incident),
                policy.ShiftAtMost,
                Ask(Text($"{what}, for {policy.ShiftAtMost.TotalHours:0} h: {sight}"), policy)
            );

    private Decision Compared(
        Incident incident,
        ZoneShiftSight sight,
        OperatedService service,
        ZoneShiftPolicy policy,
        DateTimeOffset now
    ) =>
        sight.Verdict switch
        {
            ZoneVerdict.Unclear unclear => new Decision.Inconclusive(
                policy.CheckEvery,
                new Until.Moment(LastChange(incident) + policy.CompareWithin, Ask(unclear.Because, policy)),
                unclear.Because
            ),
            ZoneVerdict.Beyond { IsOutage: true, Because: var why } => Elsewhere(
                incident,
                service,
                policy,
                why,
                NextStep.TotalOutage
            ),
            ZoneVerdict.Beyond { Because: var why } => Ask(why, policy),
            ZoneVerdict.Bad bad => WhileBad(incident, bad, sight, service, policy, now),
            ZoneVerdict.Suspected suspected when Ended(incident) is { } ended => Ask(
                $"{ended}: {suspected.Because}",
                policy
            ),
            ZoneVerdict.Suspected suspected => Expect(
                ZoneShiftPhase.Comparing,
                policy,
                suspected.Because,
                LastChange(incident),
                policy.CompareWithin,
                Ask(
                    Text(
                        $"no second kind of evidence within {policy.CompareWithin.TotalMinutes:0} min: {suspected.Because}"
                    ),
                    policy
                )
            ),
            _ when sight.IsCalm => WhileCalm(incident, sight, policy, now),
            _ when incident.OfZones.TroubledAt is not null => Watch(
                ZoneShiftPhase.Watching,
                policy,
                $"no zone is bad any more; not calm yet: {sight}"
            ),
            _ => Expect(
                ZoneShiftPhase.Comparing,
                policy,
                $"something fails, and no zone stands out: {sight}",
                incident.RungSince,
                policy.CompareWithin,
                Elsewhere(
                    incident,
                    service,
                    policy,
                    $"something fails, and no zone stands out: {sight}",
                    NextStep.Service
                )
            ),
        };

    /// <summary>It is no zone's failure: the 503 procedure takes it on where it may, or again.</summary>
    private Decision Elsewhere(
        Incident incident,
        OperatedService service,
        ZoneShiftPolicy policy,
        string because,
        NextStep next
    ) =>
        incident.Rung.Climbed.Contains(ServiceUnavailableProcedure.ProcedureName)
        || Rungs.MaySwitchTo(ServiceUnavailableProcedure.ProcedureName, incident, service)
            ? new Decision.SwitchTo(ServiceUnavailableProcedure.ProcedureName, because)
            : Ask(because, policy, next);

    private Decision WhileBad(
        Incident incident,
        ZoneVerdict.Bad bad,
        ZoneShiftSight sight,
        OperatedService service,
        ZoneShiftPolicy policy,
        DateTimeOffset now
    )
    {
        var capacity = ZoneCapacity.Of(sight, bad.Zone, service, policy);
        return sight switch
        {
            { Traffic.IsEnabled: false } => Ask(
                $"zonal shift is not enabled for {sight.Traffic.LoadBalancerArn} (zonal_shift.config.enabled): {bad.Because}",
                policy,
                NextStep.ZonalShiftOn
            ),
            _ when Ended(incident) is { } ended => Ask($"{ended}: {bad.Because}", policy),
            _ when Aftermath.Worse(incident, now) is { } worse => Ask($"{worse}: {bad.Because}", policy),
            { Deployment: { } rolling } => Expect(
                ZoneShiftPhase.Comparing,
                policy,
                $"deployment {rolling.Id} is rolling out ({rolling.Running}/{rolling.Desired}): {bad.Because}",
                rolling.CreatedAt > incident.RungSince ? rolling.CreatedAt : incident.RungSince,
                policy.DeploymentWithin,
                Ask($"a zone is bad, and deployment {rolling.Id} goes on: {bad.Because}", policy)
            ),
            _ when now - (incident.OfZones.BadSince ?? now) < policy.ConfirmFor => Watch(
                ZoneShiftPhase.Comparing,
                policy,
                $"one zone is bad; confirming: {bad.Because}"
            ),
            _ when Undone(incident, sight) is { } undone => Ask(
                $"{undone}; {capacity}: {bad.Because}",
                policy,
                NextStep.Count
            ),
            _ when capacity.IsEnough => ShiftAway(incident, bad, capacity, sight.Traffic.Practice, policy),
            _ when Borrowing.Of(incident) is { } borrowed && now - borrowed.LastStepAt < policy.ServeWithin => Expect(
                ZoneShiftPhase.AddingCapacity,
                policy,
                $"tasks are starting; {capacity}: {bad.Because}",
                borrowed.LastStepAt,
                policy.ServeWithin,
                Short(capacity, bad, policy)
            ),
            _ when capacity.To > sight.Service.Desired && Borrowing.Of(incident) is null => incident.Failures<Change>()
            < PageSteps.MostTries
                ? new Decision.Act(
                    sight.Scaling.Resize(incident.Target, sight.Service.Desired, capacity.To),
                    ZoneShiftPhase.AddingCapacity,
                    policy.CheckEvery,
                    $"capacity in the other zones first, {capacity}: {bad.Because}"
                )
                : Ask($"adding capacity did not take effect in {PageSteps.MostTries} tries: {bad.Because}", policy),
            _ => Short(capacity, bad, policy),
        };
    }

    private Decision.Escalate Short(ZoneCapacity capacity, ZoneVerdict.Bad bad, ZoneShiftPolicy policy) =>
        Ask(
            $"the other zones do not carry the load, so a shift would fail more users: {capacity}: {bad.Because}",
            policy
        );

    private Decision ShiftAway(
        Incident incident,
        ZoneVerdict.Bad bad,
        ZoneCapacity capacity,
        ZoneShifting? practice,
        ZoneShiftPolicy policy
    ) =>
        incident.Failures<Change.StartZonalShift>() >= PageSteps.MostTries
            ? Ask($"the shift did not take effect in {PageSteps.MostTries} tries: {bad.Because}", policy)
            : new Decision.Act(
                new Change.StartZonalShift(
                    incident.Target,
                    bad.Zone.Id,
                    bad.Zone.Name,
                    (int)policy.ShiftFor.TotalMinutes,
                    ZoneShiftSight.CommentOf(incident)
                ),
                ZoneShiftPhase.Shifting,
                policy.CheckEvery,
                "a shift can be cancelled at any time; clients with open connections stay until these close, and what they "
                    + $"have in flight in that zone may be lost; {(practice is null ? "" : $"{practice} gives way; ")}"
                    + $"{capacity}: {bad.Because}"
            );

    /// <summary>The traffic is away: until the zone has been well for long enough.</summary>
    private Decision WhileShifted(
        Incident incident,
        ZoneShifting own,
        ZoneShiftSight sight,
        ZoneShiftPolicy policy,
        DateTimeOffset now
    )
    {
        var since = incident
            .RungAttempts.LastOrDefault(one => one is { Change: Change.StartZonalShift, Outcome: AttemptOutcome.Done })
            ?.At;
        var until = (since ?? incident.RungSince) + policy.ShiftAtMost;
        var calm = incident.OfZones.CalmSince is { } from ? now - Max(from, since) : (TimeSpan?)null;
        var decide = Ask(
            Text(
                $"traffic has been shifted away for {policy.ShiftAtMost.TotalHours:0} h, and the zone is not well: {sight}"
            ),
            policy
        );
        return sight switch
        {
            _ when calm >= policy.CalmFor => new Decision.Act(
                new Change.CancelZonalShift(incident.Target, own.AwayFrom, own.Id!, own.Comment),
                Quietly(incident, ZoneShiftPhase.Watching),
                policy.CheckEvery,
                Text($"the zone has been well for {policy.CalmFor.TotalMinutes:0} min: {sight}")
            ),
            _ when incident.IsHandedOff => Attend(policy, $"handed off to on-call; {own}: {sight}"),
            { Zones.Healthy: 0 } => Ask(
                $"no target is healthy, so the shift has no effect: {sight}",
                policy,
                NextStep.TotalOutage
            ),
            _ when !sight.Zones.Besides(own.AwayFrom).Any(zone => zone.Healthy > 0) => Ask(
                $"the zones that have the traffic have no healthy target: {sight}",
                policy
            ),
            _ when now >= until => decide,
            _ when own.ExpiresAt - now <= policy.ExtendBefore && incident.Failures<Change>() < PageSteps.MostTries =>
                new Decision.Act(
                    new Change.ExtendZonalShift(
                        incident.Target,
                        own.AwayFrom,
                        own.Id!,
                        (int)policy.ShiftFor.TotalMinutes,
                        own.ExpiresAt!.Value,
                        own.Comment
                    ),
                    ZoneShiftPhase.Shifted,
                    policy.CheckEvery,
                    $"the shift would end, and the zone has not been well for long enough: {sight}"
                ),
            _ => new Decision.Wait(
                ZoneShiftPhase.Shifted,
                policy.CheckEvery,
                new Until.Moment(until, decide),
                calm is null ? $"{own}: the zone is not well: {sight}" : $"{own}: the zone is well, monitored: {sight}"
            ),
        };
    }

    /// <summary>All zones serve: what was added is scaled in, then it is over.</summary>
    private Decision WhileCalm(Incident incident, ZoneShiftSight sight, ZoneShiftPolicy policy, DateTimeOffset now)
    {
        var calm = now - Max(incident.OfZones.CalmSince ?? now, incident.LastAttempt?.At);
        var borrowed = Borrowing.Of(incident);
        return (borrowed, sight) switch
        {
            _ when calm < policy.WatchFor => Watch(
                Quietly(incident, ZoneShiftPhase.Watching),
                policy,
                Text($"all zones serve since {calm.TotalMinutes:0} min: {sight}")
            ),
            (null or { IsReturned: true }, _) => new Decision.Resolved(
                Text($"all zones serve since {calm.TotalMinutes:0} min: {sight}")
            ),
            ({ Held: var held }, _) when held != sight.Count => new Decision.Resolved(
                Text(
                    $"all zones serve; someone else set {sight.Count} tasks, LambdaOps had set {held}; leaving it alone: {sight}"
                )
            ),
            (_, { Deployment: { } rolling }) => incident.IsHandedOff
                ? Attend(policy, $"no scaling in while deployment {rolling.Id} runs: {sight}")
                : Expect(
                    ZoneShiftPhase.Watching,
                    policy,
                    $"no scaling in while deployment {rolling.Id} runs: {sight}",
                    Max(rolling.CreatedAt, incident.LastAttempt?.At),
                    policy.DeploymentWithin,
                    Ask($"added tasks are held, and deployment {rolling.Id} goes on: {sight}", policy, NextStep.Count)
                ),
            ({ Before: var before }, _) => new Decision.Act(
                sight.Scaling.Resize(incident.Target, sight.Service.Desired, before),
                Quietly(incident, ZoneShiftPhase.ScalingIn),
                policy.CheckEvery,
                Text($"all zones serve since {calm.TotalMinutes:0} min; scaling in to {before}: {sight}")
            ),
        };
    }

    /// <summary>Someone else set another count since; null where nobody did.</summary>
    private static string? Undone(Incident incident, ZoneShiftSight sight) =>
        Borrowing.Of(incident) is { IsReturned: false } borrowed && borrowed.Held != sight.Count
            ? Text($"someone else set {sight.Count} tasks, LambdaOps had set {borrowed.Held}; leaving it alone")
            : null;

    /// <summary>How its shift ended, when there was one: a second is on-call's to make. Null when there was none.</summary>
    private static string? Ended(Incident incident) =>
        incident
            .RungAttempts.LastOrDefault(one => one is { Change: Change.OfZone, Outcome: AttemptOutcome.Done })
            ?.Change switch
        {
            null => null,
            Change.CancelZonalShift => "the zone is bad again since its traffic is back",
            _ => "the zone is bad, and someone else cancelled the zonal shift, or it expired; leaving it alone",
        };

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset? other) =>
        other is { } later && later > one ? later : one;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

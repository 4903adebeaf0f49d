using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.RegionFailover;

/// <summary>
/// 災害復旧, DRレベル3: リージョン障害 → DRサイト起動. The runbook's dr-failover.sh, in its order:
/// <code>
/// 1. 現状確認          aws health describe-events
/// 2. DRリージョン起動   npm run cdk:deploy:dr
/// 3. データ復元        restore-dynamodb-dr.sh --source-region ap-northeast-1
/// 4. DNS切り替え       aws route53 change-resource-record-sets
/// 5. 動作確認          curl -I https://dr.…/health
/// </code>
/// What stands by is started, not deployed; its tables are replicas, as a restore needs the region that is lost; the
/// traffic is turned by an object in the other region, as Route 53's API is in one region alone. No step waits for the
/// lost region. A person asks for it, and a person approves it, whatever the mode.
/// </summary>
public sealed class RegionFailoverProcedure : Remedy<DisasterRecovery, RegionFailoverPolicy, RegionSight>
{
    public static ProcedureName ProcedureName { get; } = new("regionFailover");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "an operator's request to fail over, or to fail back",
            Does: "after approval: starts what stands by, turns the traffic, follows the public name until it has turned",
            StopsWhen: "the public name answers from the other region, with the time that it took; withdrawn when the region recovers; else on-call"
        )
        {
            Runbook = "レベル3: リージョン障害対応",
        };

    public override ImmutableArray<Trigger> Triggers { get; } = [new Trigger.Request()];

    public override ImmutableArray<Look> Looks { get; } =
    [RegionLooks.Primary, RegionLooks.Standby, RegionLooks.Traffic, RegionLooks.Replicas];

    public override ImmutableArray<ChangeKind> Changes =>
        [ChangeKind.SetRegionCount, ChangeKind.TurnTraffic, ChangeKind.TurnTrafficBack];

    /// <summary>A function cannot run in a region that is lost.</summary>
    public override bool StandsBy => true;

    protected override Severity HandOffAt => Severity.P1;

    protected override NextStep Next => NextStep.OtherRegion;

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        incident.NoteRegions(seen, now);

    /// <summary>A way back is no disturbance, and what only asks is none.</summary>
    public override RecoveryLevel? RecoveryLevelOf(Incident incident) =>
        incident.RegionFailover.Wish == RegionWish.Failover
        && (incident.Intent is not null || incident.RungAttempts.Any())
            ? RecoveryLevel.Region
            : null;

    public override TimeSpan? DataLostBy(Incident incident) => incident.RegionFailover.Behind;

    public override bool LooksWell(Evidence seen, Resource target) =>
        seen.RegionTraffic is Fact<RegionTrafficState>.Known { Value.PublicName: not AnsweringRegion.None };

    protected override RegionSight? See(Incident incident, Evidence seen, DisasterRecovery target) =>
        RegionSight.Of(seen);

    protected override Decision OnSight(
        Incident incident,
        RegionSight sight,
        DisasterRecovery target,
        RegionFailoverPolicy policy,
        DateTimeOffset now
    )
    {
        var steps = new RegionSteps(incident, sight, target, policy, now, HandOffAt, Next);
        var decided = incident.RegionFailover.Wish switch
        {
            RegionWish.Failover => steps.Over(),
            RegionWish.Failback => steps.Back(),
            _ => new Decision.Answer($"{sight}"),
        };

        // On-call has it: it is looked at to its end, and nothing more is changed.
        return !incident.IsHandedOff ? decided
            : sight.IsSettled ? new Decision.Resolved($"the public name answers from the region of the switch: {sight}")
            : Attend(policy, $"{sight}");
    }
}

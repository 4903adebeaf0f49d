using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DataRestore;

/// <summary>
/// 災害復旧 レベル4, a table's data is corrupt (RTO 8 h, RPO 24 h). The runbook's lines:
/// <code>
/// | 4 | データ破損 | 8時間 | 24時間 | バックアップ復元 |
/// # 3. データ復元   ./scripts/restore-dynamodb-dr.sh
/// </code>
/// An operator names a point in time. With their approval the table is restored into a new one beside it, which gets what
/// a restore does not bring back, and is compared with the old one. The old table is never changed, no existing table is
/// written over, and nothing is deleted; the application is switched by a change of configuration, which people ask for.
/// </summary>
public sealed class DataRestoreProcedure : Remedy<OperatedTable, DataRestorePolicy, DataRestoreSight>
{
    public static ProcedureName ProcedureName { get; } = new("dataRestore");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "an operator's request, with a table and a point in time",
            Does: "with approval, restores the table into a new one; gives that its tags, recovery and stream; compares "
                + "both; switches time to live on last",
            StopsWhen: "restored and compared, with the request that switches to it; the old table is never touched; else on-call"
        )
        {
            Runbook = "災害復旧 レベル4, restore-dynamodb-dr.sh",
        };

    public override ImmutableArray<Trigger> Triggers { get; } = [new Trigger.Request()];

    public override ImmutableArray<Look> Looks { get; } =
    [RestoreLooks.Source, RestoreLooks.Restored, RestoreLooks.Comparison];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.RestoreTable,
            ChangeKind.TagRestoredTable,
            ChangeKind.ProtectRestoredTable,
            ChangeKind.StreamRestoredTable,
            ChangeKind.ExpireRestoredTable,
        ];

    protected override Severity HandOffAt => Severity.P2;

    protected override NextStep Next => NextStep.RestoredTable;

    /// <summary>Nothing here tells whether the table serves.</summary>
    public override bool LooksWell(Evidence seen, Resource target) => false;

    public override RecoveryLevel? RecoveryLevelOf(Incident incident) =>
        incident.HasAskedForRestore ? RecoveryLevel.Data : null;

    /// <summary>What was written between the point in time and the request is not in the new table.</summary>
    public override TimeSpan? DataLostBy(Incident incident) => incident.BeganAt - incident.DataRestore.Request?.At;

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        DataRestoreSight.Of(seen) is { } sight ? incident.Saw(sight) : incident;

    protected override DataRestoreSight? See(Incident incident, Evidence seen, OperatedTable target) =>
        DataRestoreSight.Of(seen);

    protected override Decision OnSight(
        Incident incident,
        DataRestoreSight sight,
        OperatedTable target,
        DataRestorePolicy policy,
        DateTimeOffset now
    ) => new RestoreSteps(incident, sight, target, policy).Next();

    /// <summary>What on-call has ends though it cannot be seen: there is nothing to wait for but them.</summary>
    protected override Decision Blind(Incident incident, string reason, DataRestorePolicy policy) =>
        incident.IsHandedOff
            ? RestoreSteps.Attended(incident, policy, $"evidence missing: {reason}")
            : base.Blind(incident, reason, policy);
}

using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.BackupVerify;

/// <summary>
/// 月次メンテナンス フルバックアップ, バックアップ検証 (verify-backup.sh --type full), and 月次チェックリスト フルバックアップテスト: each table
/// is restored into a scratch table, compared with it, and the scratch table is deleted.
/// </summary>
/// <remarks>
/// What it restores and deletes has names of its own (<see cref="ScratchTable"/>); it deletes nothing but what DynamoDB says
/// was restored from the table. The table itself is only read.
/// </remarks>
public sealed class BackupVerifyProcedure : Check<BackupVerifyPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("backupVerify");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("DataRestore");

    public override Schedule Schedule { get; } = new Schedule.FirstOfMonth(DayOfWeek.Sunday, new TimeOnly(2, 30));

    public override Paragraph Paragraph { get; } =
        new(
            When: "the month's first Sunday at 02:30",
            Does: "restores each table as it was minutes ago into a scratch table, compares both, says how old the point in "
                + "time is and how long the restore took, and deletes the scratch table",
            StopsWhen: "compared and deleted; a restore that fails or differs is told; no table but its own is changed or deleted"
        )
        {
            Runbook = "verify-backup.sh --type full",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [RestoreLooks.Source, RestoreLooks.Made, RestoreLooks.Restored, RestoreLooks.Trial];

    public override ImmutableArray<ChangeKind> Changes { get; } =
    [ChangeKind.RestoreScratchTable, ChangeKind.DeleteScratchTable];

    /// <summary>DynamoDB lists tables and restores them at low rates.</summary>
    public override TimeSpan PartsApart { get; } = TimeSpan.FromSeconds(20);

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) => VerifiedTable.PartsOf(estate);

    public override CheckDecision Decide(CheckSituation situation) =>
        new BackupVerifySteps(situation, PolicyIn(situation.Estate)).Next();
}

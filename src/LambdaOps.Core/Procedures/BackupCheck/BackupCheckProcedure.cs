using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.BackupCheckMemory;

namespace LambdaOps.Core.Procedures.BackupCheck;

/// <summary>
/// Whether every table has a good backup of the last day, wherever it was made, a copy in the region for disaster
/// recovery, point-in-time recovery and deletion protection (runbook: 朝の確認作業 バックアップ確認). It
/// restores nothing, and says so.
/// </summary>
public sealed class BackupCheckProcedure : Check<BackupCheckPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("backupCheck");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("NightlyBackup");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(9, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 09:00",
            Does: "looks whether every table has a good backup of the last day, by AWS Backup or on demand, a copy in the "
                + "region for disaster recovery, point-in-time recovery and deletion protection",
            StopsWhen: "every table of the estate has been looked at"
        )
        {
            Runbook = "バックアップ確認",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [BackupLooks.Vaulted, BackupLooks.Copies, BackupLooks.Protection, BackupLooks.OnDemand];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) => BackedUpTables.PartsOf(estate);

    public override CheckDecision Decide(CheckSituation situation)
    {
        var memory = situation.Run.Memory as Memory ?? new Memory();
        if (!memory.IsVaultSeen)
        {
            return Pacing.UntilTurn(situation) is { } wait
                ? new CheckDecision.Wait(wait, "the tables before these are looked at", memory)
                : LookAtVaults(situation, memory);
        }

        return LookAtTables(situation, memory);
    }

    private static CheckDecision LookAtVaults(CheckSituation situation, Memory memory)
    {
        var points = situation.Seen.Of(BackupLooks.Vaulted);
        if (points is Fact<VaultedTables>.NotAsked)
        {
            return new CheckDecision.Look(situation.Part.About, [BackupLooks.Vaulted, BackupLooks.Copies], memory);
        }

        return LookAtTables(
            situation with
            {
                Seen = Evidence.NotAsked,
            },
            BackupJudgement.OfVaults(situation, PolicyIn(situation.Estate), memory) with
            {
                IsVaultSeen = true,
            }
        );
    }

    private static CheckDecision LookAtTables(CheckSituation situation, Memory memory)
    {
        var tables = (BackedUpTables)situation.Part.About;
        if (memory.At >= tables.Names.Length)
        {
            return new CheckDecision.Report(BackupJudgement.Whole(situation, memory));
        }

        var batch = tables.From(memory.At);
        return memory.IsProtectionSeen
            ? LookForBackups(situation, memory, batch)
            : situation.Seen.Of(BackupLooks.Protection) switch
            {
                Fact<TableProtections>.NotAsked => new CheckDecision.Look(batch, [BackupLooks.Protection], memory),
                var seen => LookForBackups(
                    situation with
                    {
                        Seen = Evidence.NotAsked,
                    },
                    BackupJudgement.OfProtection(seen, batch, PolicyIn(situation.Estate), memory) with
                    {
                        IsProtectionSeen = true,
                    },
                    batch
                ),
            };
    }

    /// <summary>DynamoDB is asked only of tables that AWS Backup has no young recovery point of.</summary>
    private static CheckDecision LookForBackups(CheckSituation situation, Memory memory, BackedUpTables batch)
    {
        var youngest = situation.Now - PolicyIn(situation.Estate).NewestWithin;
        var proven = batch.Names.Where(table => memory.Points.TryGetValue(table, out var at) && at >= youngest);
        var unproven = new BackedUpTables([.. batch.Names.Except(proven).Except(memory.Absent)]);
        var seen = situation.Seen.Of(BackupLooks.OnDemand);
        if (!unproven.Names.IsEmpty && seen is Fact<ListedBackups>.NotAsked)
        {
            return new CheckDecision.Look(unproven, [BackupLooks.OnDemand], memory);
        }

        memory = BackupJudgement.OfBackups(seen, batch, youngest, situation.Now, memory) with
        {
            At = memory.At + BackedUpTables.PerLook,
            IsProtectionSeen = false,
        };
        return memory.At < ((BackedUpTables)situation.Part.About).Names.Length
            ? new CheckDecision.Wait(BackedUpTables.Pause, "DynamoDB describes recovery ten times a second", memory)
            : new CheckDecision.Report(BackupJudgement.Whole(situation, memory));
    }
}

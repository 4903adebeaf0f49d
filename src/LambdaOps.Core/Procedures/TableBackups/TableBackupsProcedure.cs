using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.TableBackupsMemory;

namespace LambdaOps.Core.Procedures.TableBackups;

/// <summary>
/// Backs up the tables that no working plan of AWS Backup backs up, and deletes what is too old of its own (runbook:
/// 月次メンテナンス フルバックアップ, full-backup.sh; daily on-demand backups).
/// </summary>
/// <remarks>
/// A plan works where its newest complete recovery point is young enough: what a plan says is no proof. Tonight's plans
/// may still be about it, so they are looked at a second time later in the night.
/// </remarks>
public sealed class TableBackupsProcedure : Check<TableBackupsPolicy>
{
    /// <summary>DeleteBackup is taken ten times a second.</summary>
    private const int MostDeletes = 10;

    public static ProcedureName ProcedureName { get; } = new("tableBackups");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("NightlyBackup");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(2, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 02:00",
            Does: "backs up the tables that no working plan of AWS Backup backs up, on the month's first Sunday all "
                + "tables; deletes its own backups that are too old, never a table's last good one",
            StopsWhen: "every table has a backup of this night"
        )
        {
            Runbook = "full-backup.sh",
        };

    public override ImmutableArray<Look> Looks { get; } = [BackupLooks.Vaulted, BackupLooks.OnDemand];

    public override ImmutableArray<ChangeKind> Changes { get; } =
    [ChangeKind.CreateTableBackup, ChangeKind.DeleteTableBackup];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) => BackedUpTables.PartsOf(estate);

    public override CheckDecision Decide(CheckSituation situation)
    {
        var memory = situation.Run.Memory as Memory ?? new Memory(TableBackupsStage.Queued);
        memory = TableBackupsResults.Taken(memory, situation.Results);
        return memory.Stage switch
        {
            TableBackupsStage.Queued => Queue(situation, memory),
            TableBackupsStage.Plans => LookAtPlans(situation, memory),
            TableBackupsStage.Tables or TableBackupsStage.TablesAgain => BackUp(situation, memory),
            TableBackupsStage.PlansAgain => LookAtPlansAgain(situation, memory),
            _ => throw new UnreachableException(),
        };
    }

    private static CheckDecision Queue(CheckSituation situation, Memory memory) =>
        Pacing.UntilTurn(situation) is { } wait
            ? new CheckDecision.Wait(wait, "the tables before these are looked at", memory)
            : LookAtPlans(situation, memory with { Stage = TableBackupsStage.Plans });

    private static CheckDecision LookAtPlans(CheckSituation situation, Memory memory)
    {
        var tables = (BackedUpTables)situation.Part.About;
        return situation.Seen.Of(BackupLooks.Vaulted) switch
        {
            Fact<VaultedTables>.NotAsked => new CheckDecision.Look(tables, [BackupLooks.Vaulted], memory),
            Fact<VaultedTables>.Missing { Reason: var reason } => BackUp(
                Fresh(situation),
                memory with
                {
                    Stage = TableBackupsStage.Tables,
                    Tables = tables.Names,
                    PlansUnseen = reason,
                }
            ),
            Fact<VaultedTables>.Known { Value: var vaulted } => BackUp(
                Fresh(situation),
                memory with
                {
                    Stage = TableBackupsStage.Tables,
                    Planned = [.. tables.Names.Where(table => IsPlanned(vaulted, table, situation))],
                    Tables = tables.Names,
                }
            ),
            _ => throw new UnreachableException(),
        };
    }

    private static bool IsPlanned(VaultedTables vaulted, string table, CheckSituation situation) =>
        vaulted.Of(table)?.ByPlan >= situation.Now - PolicyIn(situation.Estate).PlanWithin;

    /// <summary>Some tables at a time: their backups are listed, and what they lack follows.</summary>
    private static CheckDecision BackUp(CheckSituation situation, Memory memory)
    {
        if (memory.At >= memory.Tables.Length)
        {
            return memory.Stage == TableBackupsStage.Tables && !(memory.Planned.IsEmpty && memory.Failed.IsEmpty)
                ? LookAtPlansAgain(Fresh(situation), memory with { Stage = TableBackupsStage.PlansAgain })
                : Report(situation, memory);
        }

        var batch = new BackedUpTables(memory.Tables).From(memory.At);
        return situation.Seen.Of(BackupLooks.OnDemand) switch
        {
            Fact<ListedBackups>.NotAsked => new CheckDecision.Look(batch, [BackupLooks.OnDemand], memory),
            Fact<ListedBackups>.Missing { Reason: var reason } => Next(
                situation,
                memory with
                {
                    Unseen = memory.Unseen.SetItems(batch.Names.Select(table => KeyValuePair.Create(table, reason))),
                }
            ),
            Fact<ListedBackups>.Known { Value: var listed } => Change(situation, memory, batch, listed),
            _ => throw new UnreachableException(),
        };
    }

    private static CheckDecision Change(
        CheckSituation situation,
        Memory memory,
        BackedUpTables batch,
        ListedBackups listed
    )
    {
        var wanted = new TableBackupsWanted(situation, PolicyIn(situation.Estate), memory);
        memory = wanted.WithListed(batch.Names, listed);
        var creates = wanted.Creates(batch.Names, listed);
        var deletes = wanted.Deletes(batch.Names, listed);
        if (situation.Run.WhyHeld is not null)
        {
            return Next(
                situation,
                memory with
                {
                    WouldMake = memory.WouldMake.AddRange(creates.Select(change => change.Table)),
                    WouldDelete = memory.WouldDelete + deletes.Length,
                }
            );
        }

        // What was made or deleted is looked at again: then nothing is left to do here.
        return creates.IsEmpty && deletes.IsEmpty
            ? Next(situation, memory)
            : new CheckDecision.Act(
                batch,
                [.. creates, .. deletes.Take(MostDeletes)],
                "no working backup plan has them, or they are too old",
                memory
            );
    }

    private static CheckDecision Next(CheckSituation situation, Memory memory)
    {
        memory = memory with { At = memory.At + BackedUpTables.PerLook };
        return memory.At < memory.Tables.Length
            ? new CheckDecision.Wait(BackedUpTables.Pause, "DynamoDB lists backups five times a second", memory)
            : BackUp(Fresh(situation), memory);
    }

    private static CheckDecision LookAtPlansAgain(CheckSituation situation, Memory memory)
    {
        var left = situation.Run.StartedAt + PolicyIn(situation.Estate).PlansHave - situation.Now;
        if (left > TimeSpan.Zero)
        {
            return new CheckDecision.Wait(
                left < Pacing.LongestWait ? left : Pacing.LongestWait,
                "tonight's backup plans have time until then",
                memory
            );
        }

        return situation.Seen.Of(BackupLooks.Vaulted) switch
        {
            Fact<VaultedTables>.NotAsked => new CheckDecision.Look(situation.Part.About, [BackupLooks.Vaulted], memory),
            Fact<VaultedTables>.Missing { Reason: var reason } => Again(
                situation,
                memory with
                {
                    PlansUnseen = reason,
                },
                _ => true
            ),
            Fact<VaultedTables>.Known { Value: var vaulted } => Again(
                situation,
                memory,
                table => IsPlanned(vaulted, table, situation)
            ),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What plans have not made tonight, and what could not be made before.</summary>
    private static CheckDecision Again(CheckSituation situation, Memory memory, Func<string, bool> isPlanned) =>
        BackUp(
            Fresh(situation),
            memory with
            {
                Stage = TableBackupsStage.TablesAgain,
                Planned = [.. memory.Planned.Where(isPlanned)],
                Tables =
                [
                    .. memory
                        .Planned.Where(table => !isPlanned(table))
                        .Union(memory.Failed.Keys)
                        .Order(StringComparer.Ordinal),
                ],
                Failed = memory.Failed.Clear(),
                At = 0,
            }
        );

    private static CheckDecision.Report Report(CheckSituation situation, Memory memory) =>
        new(TableBackupsReport.Of(situation, memory));

    /// <summary>The same without what was seen: it was of the step before.</summary>
    private static CheckSituation Fresh(CheckSituation situation) => situation with { Seen = Evidence.NotAsked };
}

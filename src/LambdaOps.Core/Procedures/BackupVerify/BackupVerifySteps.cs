using System.Diagnostics;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.BackupVerify;

namespace LambdaOps.Core.Procedures.BackupVerify;

/// <summary>
/// The steps of one table's verification. Each is found as done by looking, so that one that nobody wrote down is not made
/// twice; each wait has an end, after which the report says what is left.
/// </summary>
internal sealed class BackupVerifySteps(CheckSituation situation, BackupVerifyPolicy policy)
{
    /// <summary>Calls without any effect, and looks without an answer, after which it gives up.</summary>
    private const int MostTries = 3;

    /// <summary>Where DynamoDB has too many restores, it takes one later.</summary>
    private const int MostRestores = 12;

    /// <summary>A table that was asked for is not shown at once everywhere.</summary>
    private static readonly TimeSpan s_shownWithin = TimeSpan.FromMinutes(5);

    private readonly VerifiedTable _part = (VerifiedTable)situation.Part.About;

    private readonly string _name = ScratchTable.NameFor(
        ((VerifiedTable)situation.Part.About).Table.Name,
        DateOf(situation)
    );

    private string Table => _part.Table.Name;

    private DateTimeOffset Now => situation.Now;

    private bool IsHeld => situation.Run.WhyHeld is not null;

    public CheckDecision Next()
    {
        var memory = Taken(situation.Run.Memory as Memory ?? new Memory(BackupVerifyStage.Clearing));
        return memory.Stage switch
        {
            BackupVerifyStage.Clearing => Clear(memory),
            BackupVerifyStage.Restoring => Restore(memory),
            BackupVerifyStage.Comparing => Compare(memory),
            BackupVerifyStage.Deleting => Delete(memory),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What the changes of the step before came to.</summary>
    private Memory Taken(Memory memory)
    {
        foreach (var result in situation.Results.Where(result => result.Outcome != ChangeOutcome.Done))
        {
            memory = result switch
            {
                { Change: Change.DeleteScratchTable { Name: var left } } => memory with
                {
                    Refused = $"{left}: {result.Detail}",
                },
                { Outcome: ChangeOutcome.Refused } => memory with { Refused = result.Detail },
                _ => memory,
            };
        }

        return memory;
    }

    private CheckDecision Clear(Memory memory)
    {
        var (source, made) = (situation.Seen.Of(RestoreLooks.Source), situation.Seen.Of(RestoreLooks.Made));
        if (source is Fact<RestoreSource>.NotAsked)
        {
            return new CheckDecision.Look(_part, [RestoreLooks.Source, RestoreLooks.Made], memory);
        }

        if (
            source is not Fact<RestoreSource>.Known { Value: var seen }
            || made is not Fact<MadeTables>.Known { Value: var tables }
        )
        {
            return Report(
                Missing(
                    memory,
                    $"what it can be restored to could not be seen, so nothing was restored: {(source is Fact<RestoreSource>.Known ? made.WhyUnknown : source.WhyUnknown)}"
                )
            );
        }

        memory = WithForeign(memory, tables);
        var left = tables.All.Where(IsOwn).ToList();
        if (!IsHeld && memory.Deletions < MostTries && left.Find(one => one.IsDeletable) is { } leftover)
        {
            return Delete(
                leftover.Name,
                "an earlier run left it, and it is billed",
                memory with
                {
                    Deletions = memory.Deletions + 1,
                    Refused = null,
                }
            );
        }

        memory = left.Where(one => one.IsDeletable)
            .Aggregate(memory, (told, one) => IsHeld ? WouldDelete(told, one) : NotDeleted(told, one.Name));
        return WhyNot(seen, tables) is { } because ? Report(Missing(memory, because))
            : IsHeld
                ? Report(
                    memory.With(
                        FindingLevel.Fine,
                        "verify",
                        Text(
                            $"{Table}: would restore it as of {Moment(seen.Latest!.Value)} into {_name}, compare both and delete that; {Terms(seen)}"
                        )
                    )
                )
            : tables.All.FirstOrDefault(one => one.IsRestoring || (one.IsGoing && one.Name == _name)) is { } busy
                ? WaitFor(busy, memory)
            : Ask(memory, seen);
    }

    /// <summary>What has a scratch table's name and was not restored from the table is someone else's.</summary>
    private Memory WithForeign(Memory memory, MadeTables tables) =>
        tables
            .All.Where(one => ScratchTable.IsNameFor(one.Name, Table) && one.Source != Table)
            .Aggregate(
                memory,
                (told, one) =>
                    told.With(
                        FindingLevel.Warning,
                        $"foreign {one.Name}",
                        $"{one.Name} is not restored from {Table}: someone else made it; leaving it alone"
                    )
            );

    private bool IsOwn(MadeTable one) => ScratchTable.IsNameFor(one.Name, Table) && one.Source == Table;

    private static Memory WouldDelete(Memory memory, MadeTable one) =>
        memory.With(
            FindingLevel.Warning,
            $"left {one.Name}",
            $"{one.Name} was left by an earlier run, and is billed: would delete it"
        );

    private static Memory NotDeleted(Memory memory, string name) =>
        memory.With(
            FindingLevel.Warning,
            $"left {name}",
            $"{name} was not deleted, and is billed: delete it yourself{(memory.Refused is { } why ? $" ({why})" : "")}"
        );

    /// <summary>Why nothing can be restored; null when it can.</summary>
    private string? WhyNot(RestoreSource seen, MadeTables tables) =>
        seen switch
        {
            { Table: null } => "DynamoDB has no such table",
            { Table.Status: var status } when status is not (TablePart.Active or "UPDATING") =>
                $"the table is {status}, so nothing was restored",
            { Earliest: null } or { Latest: null } =>
                "its point-in-time recovery is off, so nothing was restored: whether its backups can be is not known",
            _ when tables.All.Any(one => one.Name == _name && one.Source != Table) =>
                $"{_name} is someone else's, so nothing was restored",
            _ when tables.All.Any(one => IsOwn(one) && one.Name == _name && one.IsDeletable) && !IsHeld =>
                $"{_name} of an earlier run is still there, so nothing was restored",
            _ => null,
        };

    /// <summary>Another restore of it, or the end of one's own that was left.</summary>
    private CheckDecision WaitFor(MadeTable busy, Memory memory) =>
        Now - situation.Run.StartedAt < policy.RestoreWithin
            ? Wait($"{busy.Name} is {(busy.IsRestoring ? "being restored" : busy.Status)}", memory)
            : Report(
                Missing(
                    memory,
                    Text(
                        $"{busy.Name} is still {(busy.IsRestoring ? "being restored" : busy.Status)} after {policy.RestoreWithin.TotalHours:0.#} h, so nothing was restored"
                    )
                )
            );

    private CheckDecision.Act Ask(Memory memory, RestoreSource seen)
    {
        // In whole seconds, and never after what can be restored.
        var latest = seen.Latest!.Value;
        var at = latest.AddTicks(-(latest.Ticks % TimeSpan.TicksPerSecond));
        return new CheckDecision.Act(
            _part,
            [new Change.RestoreScratchTable(Table, _name, at)],
            Terms(seen),
            memory with
            {
                Stage = BackupVerifyStage.Restoring,
                At = at,
                AskedAt = Now,
                Restores = memory.Restores + 1,
                Deletions = 0,
                Refused = null,
            }
        );
    }

    /// <summary>What it costs, and for how long: said before it is done.</summary>
    private string Terms(RestoreSource seen)
    {
        var gigabytes = seen.Bytes / 1e9;
        return Text(
            $"a restore costs money: about ${Math.Ceiling(gigabytes * policy.CentsPerGigabyte) / 100:0.00} for {gigabytes:0.###} GB, and the scratch table its storage until it is deleted, within {(policy.RestoreWithin + policy.DeleteWithin).TotalHours:0.#} h at the longest"
        );
    }

    private CheckDecision Restore(Memory memory)
    {
        var aimed = Aimed(memory);
        return situation.Seen.Of(RestoreLooks.Restored) switch
        {
            Fact<RestoredTable>.NotAsked => new CheckDecision.Look(aimed, [RestoreLooks.Restored], memory),
            Fact<RestoredTable>.Missing { Reason: var reason } => IsLate(memory)
                ? Report(Missing(memory, $"{_name} could not be seen, so it may be left, and is billed then: {reason}"))
                : Wait($"{_name} could not be seen: {reason}", memory),
            Fact<RestoredTable>.Known { Value.Table: null } => WhileNotThere(memory),
            Fact<RestoredTable>.Known { Value: var made } => WhileThere(made, memory with { WasThere = true }),
            _ => throw new UnreachableException(),
        };
    }

    private CheckDecision WhileNotThere(Memory memory) =>
        memory switch
        {
            { WasThere: true } => Report(Missing(memory, $"{_name} is not there any more: someone deleted it")),
            { Refused: { } why } => Report(
                memory.With(FindingLevel.Danger, "verify", $"{Table}: it cannot be restored: AWS refused: {why}")
            ),
            _ when Now - memory.AskedAt < s_shownWithin => Wait($"DynamoDB does not show {_name} yet", memory),
            { Restores: >= MostRestores } => Report(
                memory.With(
                    FindingLevel.Danger,
                    "verify",
                    Text($"{Table}: it could not be restored: {MostRestores} restores did not take effect")
                )
            ),
            // Meanwhile someone else may have begun one.
            _ => new CheckDecision.Look(
                _part,
                [RestoreLooks.Source, RestoreLooks.Made],
                memory with
                {
                    Stage = BackupVerifyStage.Clearing,
                }
            ),
        };

    private CheckDecision WhileThere(RestoredTable made, Memory memory) =>
        made switch
        {
            _ when !made.IsOf(Table, memory.At!.Value) => Report(
                Missing(
                    memory,
                    $"{_name} is no restore of it to {Moment(memory.At.Value)}: someone else made it; leaving it alone"
                )
            ),
            { IsRestoring: false, Table.IsActive: true } => Compare(
                memory with
                {
                    Stage = BackupVerifyStage.Comparing,
                    RestoredAt = Now,
                    Unanswered = 0,
                },
                Evidence.NotAsked
            ),
            _ when IsLate(memory) => Report(
                memory.With(
                    FindingLevel.Danger,
                    "verify",
                    Text(
                        $"{Table}: the restore is not over after {policy.RestoreWithin.TotalHours:0.#} h; {_name} is left, and is billed: the next run deletes it, or you do"
                    )
                )
            ),
            _ => Wait($"DynamoDB restores {Table} into {_name}", memory),
        };

    private bool IsLate(Memory memory) => Now - memory.AskedAt >= policy.RestoreWithin;

    private CheckDecision Compare(Memory memory) => Compare(memory, situation.Seen);

    private CheckDecision Compare(Memory memory, Evidence shown)
    {
        var (source, made, compared) = (
            shown.Of(RestoreLooks.Source),
            shown.Of(RestoreLooks.Restored),
            shown.Of(RestoreLooks.Trial)
        );
        switch (source, made, compared)
        {
            case (Fact<RestoreSource>.NotAsked, _, _):
                return new CheckDecision.Look(
                    Aimed(memory),
                    [RestoreLooks.Source, RestoreLooks.Restored, RestoreLooks.Trial],
                    memory
                );
            case (
                Fact<RestoreSource>.Known { Value.Table: { } old },
                Fact<RestoredTable>.Known { Value.Table: { } restored },
                Fact<TableComparison>.Known { Value: var told }
            ):
                return Delete(
                    BackupVerifyReport.Judged(Compared(memory), situation, policy, old, restored, told),
                    Evidence.NotAsked
                );
            default:
                var why =
                    compared.WhyMissing
                    ?? source.WhyMissing
                    ?? made.WhyMissing
                    ?? "one of both tables is not there any more";
                return memory.Unanswered + 1 < MostTries
                    ? Wait(
                        $"the tables could not be compared: {why}",
                        memory with
                        {
                            Unanswered = memory.Unanswered + 1,
                        }
                    )
                    : Delete(
                        Missing(
                            Compared(memory),
                            $"it was restored as of {Moment(memory.At!.Value)}, and could not be compared: {why}"
                        ),
                        Evidence.NotAsked
                    );
        }
    }

    private Memory Compared(Memory memory) =>
        memory with
        {
            Stage = BackupVerifyStage.Deleting,
            ComparedAt = Now,
            Unanswered = 0,
            Deletions = 0,
            Refused = null,
        };

    private CheckDecision Delete(Memory memory) => Delete(memory, situation.Seen);

    private CheckDecision Delete(Memory memory, Evidence shown)
    {
        var isOver = Now - memory.ComparedAt >= policy.DeleteWithin || memory.Deletions >= MostTries;
        return shown.Of(RestoreLooks.Restored) switch
        {
            Fact<RestoredTable>.NotAsked => new CheckDecision.Look(Aimed(memory), [RestoreLooks.Restored], memory),
            Fact<RestoredTable>.Known { Value.Table: null or { Status: MadeTable.Going } } => Report(memory),
            Fact<RestoredTable>.Known { Value: var made } when !made.IsOf(Table, memory.At!.Value) => Report(
                memory.With(
                    FindingLevel.Warning,
                    $"foreign {_name}",
                    $"{_name} is not the table that was restored: someone else made it; leaving it alone"
                )
            ),
            Fact<RestoredTable>.Known { Value: { Table.IsActive: true, IsRestoring: false } }
                when !IsHeld && memory.Deletions < MostTries => Delete(
                _name,
                "it is compared, and it is billed",
                memory with
                {
                    Deletions = memory.Deletions + 1,
                }
            ),
            Fact<RestoredTable>.Known when !isOver => Wait(
                $"{_name} cannot be deleted yet{(situation.Run.WhyHeld is { } held ? $": {held}" : "")}",
                memory
            ),
            Fact<RestoredTable>.Missing { Reason: var reason } when !isOver => Wait(
                $"{_name} could not be seen: {reason}",
                memory
            ),
            _ => Report(NotDeleted(situation.Run.WhyHeld is { } held ? memory with { Refused = held } : memory, _name)),
        };
    }

    private CheckDecision.Act Delete(string name, string because, Memory memory) =>
        new(_part, [new Change.DeleteScratchTable(Table, name)], because, memory);

    private VerifiedTable Aimed(Memory memory) =>
        _part with
        {
            Aim = new RestoreAim(_name, memory.At!.Value) { IsBegun = true, Bounds = policy.Bounds },
        };

    private Memory Missing(Memory memory, string because) =>
        memory.With(FindingLevel.Missing, "verify", $"{Table}: {because}");

    private CheckDecision.Wait Wait(string because, Memory memory) => new(policy.CheckEvery, because, memory);

    private static CheckDecision.Report Report(Memory memory) => new(memory.Findings);

    /// <summary>The night's date where people read times, whenever the run gets to it.</summary>
    private static DateOnly DateOf(CheckSituation situation)
    {
        var at = situation.Run.ScheduledFor ?? situation.Run.StartedAt;
        var zone = TimeZones.Find(situation.Estate.TimeZone) ?? TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }

    internal static string Moment(DateTimeOffset at) => Text($"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

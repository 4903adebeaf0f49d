using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.TableBackupsMemory;

namespace LambdaOps.Core.Procedures.TableBackups;

/// <summary>What some tables lack and have too much of, by what is listed of them.</summary>
internal sealed class TableBackupsWanted(CheckSituation situation, TableBackupsPolicy policy, Memory memory)
{
    /// <summary>The night's date where people read times, whenever the run gets to it.</summary>
    private readonly DateOnly _date = DateOf(situation);

    /// <summary>
    /// The memory with the tables whose backups could not be listed, and without the failures that the list refutes.
    /// </summary>
    public Memory WithListed(ImmutableArray<string> tables, ListedBackups listed) =>
        memory with
        {
            Unseen = memory.Unseen.SetItems(
                tables
                    .Select(table => KeyValuePair.Create(table, WhyUnseen(listed, table) ?? ""))
                    .Where(one => one.Value.Length > 0)
            ),
            Failed = memory.Failed.RemoveRange(tables.Where(table => HasTonights(table, listed))),
        };

    private bool HasTonights(string table, ListedBackups listed) =>
        WhyUnseen(listed, table) is null
        && NameFor(table) is { } name
        && listed.All[table].Backups.Any(backup => backup.Name == name);

    /// <summary>One a table at most: a table takes one backup at a time.</summary>
    public ImmutableArray<Change.CreateTableBackup> Creates(ImmutableArray<string> tables, ListedBackups listed) =>
        [
            .. from table in tables
            where WhyUnseen(listed, table) is null
            where !memory.Made.Contains(table) && !memory.Failed.ContainsKey(table)
            let name = NameFor(table)
            where name is not null && !HasTonights(table, listed)
            select new Change.CreateTableBackup(table, name),
        ];

    /// <summary>
    /// Of its own what is too old, oldest first, and never the newest of its own that is available. Nothing of a table
    /// whose backups are not all known.
    /// </summary>
    public ImmutableArray<Change.DeleteTableBackup> Deletes(ImmutableArray<string> tables, ListedBackups listed) =>
        [
            .. from table in tables
            where WhyUnseen(listed, table) is null
            from backup in TooOld(table, listed.All[table].Backups)
            orderby backup.At
            select new Change.DeleteTableBackup(table, backup.Name, backup.Arn),
        ];

    private IEnumerable<OnDemandBackup> TooOld(string table, ImmutableArray<OnDemandBackup> backups)
    {
        var own = backups.Where(backup => OwnBackup.KindOf(backup, table) is not null && !IsDeleted(backup)).ToList();
        var newest = own.Where(backup => backup.IsAvailable).MaxBy(backup => backup.At);
        return own.Where(backup =>
            newest is not null
            && backup != newest
            && backup.At < newest.At
            && backup.At < situation.Now - KeptFor(backup, table)
            && !memory.Kept.ContainsKey(backup.Arn)
        );
    }

    /// <summary>A list may still show what was deleted just now.</summary>
    private bool IsDeleted(OnDemandBackup backup) => memory.Deleted.Contains(backup.Arn);

    private TimeSpan KeptFor(OnDemandBackup backup, string table) =>
        OwnBackup.KindOf(backup, table) == OwnBackupKind.Full ? policy.KeepFull : policy.Keep;

    /// <summary>The name of the backup that the table is to have of this night; null where a plan has it.</summary>
    private string? NameFor(string table)
    {
        var isPlanned = memory.Planned.Contains(table);
        return OwnBackup.IsFullDue(_date) && (!isPlanned || policy.FullOfPlanned) ? OwnBackup.FullName(table, _date)
            : isPlanned ? null
            : OwnBackup.DailyName(table, _date);
    }

    private static string? WhyUnseen(ListedBackups listed, string table) =>
        listed.All.TryGetValue(table, out var one) ? one.WhyMissing : "it was not looked at";

    private static DateOnly DateOf(CheckSituation situation)
    {
        var at = situation.Run.ScheduledFor ?? situation.Run.StartedAt;
        var zone = TimeZones.Find(situation.Estate.TimeZone) ?? TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }
}

/// <summary>What changes came to, in the memory.</summary>
internal static class TableBackupsResults
{
    public static Memory Taken(Memory memory, ImmutableArray<ChangeResult> results) => results.Aggregate(memory, Taken);

    private static Memory Taken(Memory memory, ChangeResult result) =>
        (result.Change, result.Outcome) switch
        {
            (Change.CreateTableBackup made, ChangeOutcome.Done) => memory with { Made = memory.Made.Add(made.Table) },
            (Change.CreateTableBackup made, _) => memory with
            {
                Failed = memory.Failed.SetItem(made.Table, result.Detail),
            },
            (Change.DeleteTableBackup deleted, ChangeOutcome.Done) => memory with
            {
                Deleted = memory.Deleted.Add(deleted.Arn),
            },
            (Change.DeleteTableBackup deleted, _) => memory with
            {
                Kept = memory.Kept.SetItem(deleted.Arn, $"{deleted.Name}: {result.Detail}"),
            },
            _ => memory,
        };
}

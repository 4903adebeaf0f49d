using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.TableBackups;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Nights;

/// <summary>Tables, some of them in a plan of AWS Backup that may stop; people make and delete backups, too.</summary>
public sealed class TableBackupsNight : NightResource
{
    /// <summary>In days: of the first backups.</summary>
    private static readonly int[] s_ages = [45, 33, 31, 29, 2, 1];

    private static readonly TimeSpan s_takes = TimeSpan.FromSeconds(40);

    private readonly List<Backup> _backups = [];
    private readonly ImmutableArray<string> _tables;
    private readonly ImmutableHashSet<string> _planned;
    private readonly DateTimeOffset _planStops;
    private string? _broken;
    private int _number;

    public TableBackupsNight(ulong seed, DateTimeOffset start)
    {
        var chance = Chance.StreamOf(seed, "backups");
        _tables = [.. Enumerable.Range(1, 2 + chance.Below(14)).Select(number => $"table-{number:00}")];
        _planned = [.. _tables.Where(_ => chance.Below(3) == 0)];
        _planStops = start + chance.Between(TimeSpan.Zero, TimeSpan.FromDays(8));
        foreach (var table in _tables)
        {
            // Where nobody has made a backup for weeks, the old one is all there is.
            foreach (var days in s_ages.Where(_ => chance.Below(2) == 0))
            {
                var at = start - TimeSpan.FromDays(days);
                Add(table, OwnBackup.DailyName(table, DateOnly.FromDateTime(at.AddHours(9).UtcDateTime)), at);
            }

            if (chance.Below(3) == 0)
            {
                Add(table, $"lambdaops-{table}-before-migration", start - TimeSpan.FromDays(200));
            }
        }
    }

    public override ProcedureName Check => TableBackupsProcedure.ProcedureName;

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(BackupLooks.Vaulted, (at, _) => Task.FromResult(Vaulted(at.Now))),
            LookCall.To(BackupLooks.OnDemand, (at, _) => Task.FromResult(Listed((BackedUpTables)at.Target))),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.CreateTableBackup>(
                ChangeKind.CreateTableBackup,
                (change, _, _) => Task.FromResult<ActionOutcome>(Create(change))
            ),
            ChangeCall.To<Change.DeleteTableBackup>(
                ChangeKind.DeleteTableBackup,
                (change, _, _) => Task.FromResult(Delete(change))
            ),
        ];

    private DateTimeOffset Now { get; set; }

    public override Estate Name(Estate estate) =>
        estate with
        {
            Services = [.. estate.Services.Take(1).Select(service => service with { Tables = _tables })],
            Tables = [],
        };

    /// <summary>Someone makes a backup with a name of their own, or deletes one of ours.</summary>
    public override void Interfere(Chance chance, DateTimeOffset now)
    {
        Now = now;
        var table = _tables[chance.Below(_tables.Length)];
        switch (chance.Below(6))
        {
            case 0:
                Add(table, $"lambdaops-{table}-by-hand", now);
                break;
            case 1 when _backups.Where(one => one.Table == table && IsGood(one)).Skip(1).Any():
                _backups.Remove(_backups.First(one => one.Table == table && IsGood(one)));
                break;
        }
    }

    public override string? Broken(DateTimeOffset now)
    {
        Now = now;
        return _broken;
    }

    public override string? Undone(CheckReport last, DateTimeOffset now) =>
        _tables
            .Where(table => !_backups.Any(one => one.Table == table && one.At >= last.StartedAt.AddHours(-1)))
            .Where(table => !(PlanPoint(table, last.EndedAt) >= last.StartedAt))
            .Select(table => $"{table} has no backup of the last night")
            .FirstOrDefault();

    private void Add(string table, string name, DateTimeOffset at) =>
        _backups.Add(new Backup(table, string.Create(CultureInfo.InvariantCulture, $"arn:{_number++}"), name, at));

    private bool IsGood(Backup backup) => Now - backup.At >= s_takes;

    /// <summary>The plan's recovery point of every day at 02:20 in Tokyo, until it stops.</summary>
    private DateTimeOffset? PlanPoint(string table, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(17).AddMinutes(20);
        var newest = day <= now ? day : day.AddDays(-1);
        while (newest > _planStops)
        {
            newest = newest.AddDays(-1);
        }

        return _planned.Contains(table) ? newest : null;
    }

    private VaultedTables Vaulted(DateTimeOffset now) =>
        new(
            _tables
                .Select(table => (Table: table, Point: PlanPoint(table, now)))
                .Where(one => one.Point is not null)
                .ToImmutableSortedDictionary(
                    one => one.Table,
                    one => new VaultedTable(one.Point) { ByPlan = one.Point },
                    StringComparer.Ordinal
                )
        );

    private ListedBackups Listed(BackedUpTables tables) =>
        new(
            tables.Names.ToImmutableSortedDictionary(
                table => table,
                table => new ListedTable([
                    .. _backups
                        .Where(one => one.Table == table)
                        .Select(one => new OnDemandBackup(one.Arn, one.Name, one.At, IsGood(one))),
                ]),
                StringComparer.Ordinal
            )
        );

    private ActionOutcome.Done Create(Change.CreateTableBackup change)
    {
        Add(change.Table, change.Name, Now);
        return new ActionOutcome.Done("CREATING");
    }

    /// <summary>What must never be deleted is told by its name as it is written here, not by how the check reads it.</summary>
    private ActionOutcome Delete(Change.DeleteTableBackup change)
    {
        if (_backups.Find(one => one.Arn == change.Arn) is not { } backup)
        {
            return new ActionOutcome.Refused("BackupNotFoundException");
        }

        _backups.Remove(backup);
        var (days, isOwn) = (Now - backup.At, backup.Name[^9..] is ['-', .. var date] && date.All(char.IsAsciiDigit));
        _broken ??=
            !isOwn ? $"{backup.Name} is someone else's, and was deleted"
            : days < TimeSpan.FromDays(30) ? $"{backup.Name} is {days.TotalDays:0} days old, and was deleted"
            : !_backups.Exists(one => one.Table == backup.Table && IsGood(one)) && PlanPoint(backup.Table, Now) is null
                ? $"{backup.Name} was the last good backup of {backup.Table}"
            : null;
        return new ActionOutcome.Done("DELETED");
    }

    private sealed record Backup(string Table, string Arn, string Name, DateTimeOffset At);
}

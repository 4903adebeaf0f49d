using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Nights;

/// <summary>Some tables whose backups are verified; people restore them, and make tables of names alike.</summary>
public sealed class BackupVerifyNight : NightResource
{
    private static readonly TimeSpan s_behind = TimeSpan.FromMinutes(5);

    /// <summary>Between the last look and the call.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(10);

    private static readonly TableComparison s_same = new(100, true, 100) { Sampled = 25, Same = 25 };

    private readonly SortedDictionary<string, Made> _made = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _tables;
    private readonly Chance _chance;
    private string? _broken;

    public BackupVerifyNight(ulong seed, DateTimeOffset start)
    {
        Now = start;
        _chance = Chance.StreamOf(seed, "verified tables");
        _tables = [.. Enumerable.Range(1, 1 + _chance.Below(3)).Select(number => $"table-{number}")];
        foreach (var table in _tables.Where(_ => _chance.Below(2) == 0))
        {
            // What a run of the month before has left.
            Add(
                new Made(
                    $"lambdaops-verify-{table}-20260104",
                    table,
                    start.AddDays(-11),
                    start.AddDays(-11),
                    IsOwn: true
                )
            );
        }
    }

    public override ProcedureName Check => BackupVerifyProcedure.ProcedureName;

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(RestoreLooks.Source, (_, _) => Task.FromResult(Source)),
            LookCall.To(RestoreLooks.Made, (at, _) => Task.FromResult(MadeOf(Table(at)))),
            LookCall.To(RestoreLooks.Restored, (at, _) => Task.FromResult(Restored(at.Restore!.Name))),
            LookCall.To(RestoreLooks.Trial, (_, _) => Task.FromResult(s_same)),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.RestoreScratchTable>(
                ChangeKind.RestoreScratchTable,
                (change, _, _) => Task.FromResult(Restore(change))
            ),
            ChangeCall.To<Change.DeleteScratchTable>(
                ChangeKind.DeleteScratchTable,
                (change, _, _) => Task.FromResult(Delete(change.Name))
            ),
        ];

    private DateTimeOffset Now { get; set; }

    private RestoreSource Source => new(Features, Now.AddDays(-35), Now - s_behind);

    private static TableFeatures Features => new(TablePart.Active, "HASH id (S)");

    public override Estate Name(Estate estate) =>
        estate with
        {
            Services = [.. estate.Services.Take(1).Select(service => service with { Tables = _tables })],
            Tables = [],
            DisasterRecovery = null,
        };

    /// <summary>Someone makes a table of such a name, restores a table, or deletes one of these.</summary>
    public override void Interfere(Chance chance, DateTimeOffset now)
    {
        Now = now;
        var table = _tables[chance.Below(_tables.Length)];
        switch (chance.Below(12))
        {
            case 0:
                Add(new Made($"lambdaops-verify-{table}-20250{1 + chance.Below(9)}15", null, now, now, IsOwn: false));
                break;
            case 1 when !_made.Values.Any(one => one.Source == table && one.Until > now):
                Add(
                    new Made(
                        string.Create(CultureInfo.InvariantCulture, $"{table}-restored-{now.UtcDateTime:yyyyMMddHHmm}"),
                        table,
                        now - s_behind,
                        now + TimeSpan.FromMinutes(5 + chance.Below(20)),
                        IsOwn: false
                    )
                );
                break;
            case 2 when _made.Values.FirstOrDefault(one => !one.IsOwn && one.Until <= now) is { } other:
                _made.Remove(other.Name);
                break;
        }
    }

    public override string? Broken(DateTimeOffset now)
    {
        Now = now;
        return _broken;
    }

    /// <summary>The last night leaves nothing of its own, and of a night before nothing either.</summary>
    public override string? Undone(CheckReport last, DateTimeOffset now) =>
        _made.Values.Where(one => one.IsOwn).Select(one => $"{one.Name} is left").FirstOrDefault();

    private void Add(Made one) => _made.TryAdd(one.Name, one);

    private static string Table(LookAt at) => VerifiedTable.TableOf(at.Target).Name;

    private MadeTables MadeOf(string table) =>
        new([
            .. _made
                .Values.Where(one => one.Name.Contains($"{table}-", StringComparison.Ordinal))
                .Select(one => new MadeTable(one.Name, one.Source, StatusOf(one), one.Until > Now)),
        ]);

    private string StatusOf(Made one) => one.Until > Now ? "CREATING" : TablePart.Active;

    private RestoredTable Restored(string name) =>
        _made.TryGetValue(name, out var one)
            ? new RestoredTable(Features with { Status = StatusOf(one) }, one.Until > Now, one.Source, one.At)
            : RestoredTable.None;

    private ActionOutcome Restore(Change.RestoreScratchTable change)
    {
        if (_made.ContainsKey(change.Name))
        {
            return new ActionOutcome.Refused("TableAlreadyExistsException");
        }

        _broken ??=
            _made.Values.FirstOrDefault(one =>
                one.Source == change.Table && one.Until > Now && one.Began < Now - s_between
            )
                is { } other
                ? $"{change.Table} was restored beside {other.Name}, which is being restored"
            : change.At > Now - s_behind ? $"{change.Table} was restored to {change.At:O}, which cannot be"
            : null;
        Add(
            new Made(
                change.Name,
                change.Table,
                change.At,
                Now + TimeSpan.FromMinutes(6 + _chance.Below(15)),
                IsOwn: true
            )
        );
        return new ActionOutcome.Done("CREATING");
    }

    /// <summary>What may be deleted is told by who made it, not by its name.</summary>
    private ActionOutcome Delete(string name)
    {
        if (!_made.TryGetValue(name, out var one))
        {
            return new ActionOutcome.Refused("ResourceNotFoundException");
        }

        if (one.Until > Now)
        {
            return new ActionOutcome.Refused("ResourceInUseException");
        }

        _broken ??= one.IsOwn ? null : $"{name} is someone else's, and was deleted";
        _made.Remove(name);
        return new ActionOutcome.Done("DELETING");
    }

    /// <param name="Source">Null where nobody restored it.</param>
    /// <param name="Until">Until then it is being made.</param>
    private sealed record Made(string Name, string? Source, DateTimeOffset At, DateTimeOffset Until, bool IsOwn)
    {
        public DateTimeOffset Began => At + s_behind;
    }
}

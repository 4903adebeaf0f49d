using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Nights;

/// <summary>A table of sessions that say when they were last used; users come back at night, too.</summary>
public sealed class ExpiredItemsNight : NightResource
{
    private const string Attribute = "usedAt";

    private static readonly TimeSpan s_mostAge = TimeSpan.FromDays(30);

    private readonly SortedDictionary<string, DateTimeOffset> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, int> _deleted = [];
    private readonly OperatedTable _table = new(
        "sessions",
        new TableExpiry.ByAge(Attribute, s_mostAge, TimeUnit.Iso8601)
    );
    private string? _broken;
    private int _throttles;
    private int _number;

    public ExpiredItemsNight(ulong seed, DateTimeOffset start)
    {
        var chance = Chance.StreamOf(seed, "sessions");
        for (var left = 40 + chance.Below(400); left > 0; left--)
        {
            Add(start - chance.Between(TimeSpan.Zero, 2 * s_mostAge));
        }
    }

    public override ProcedureName Check => ExpiredItemsProcedure.ProcedureName;

    public override Estate Name(Estate estate) => estate with { Tables = [_table] };

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(
                TableLooks.Shape,
                (_, _) => Task.FromResult(new TableShape(["id"], _items.Count, ReadUnits: 50, WriteUnits: 50))
            ),
            LookCall.To(TableLooks.Items, (at, _) => Task.FromResult(Page((ScanStep)at.Target))),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.DeleteExpiredItems>(
                ChangeKind.DeleteExpiredItems,
                (change, _, _) => Task.FromResult<ActionOutcome>(Delete(change))
            ),
        ];

    private DateTimeOffset Now { get; set; }

    /// <summary>Users open sessions, and use old ones again.</summary>
    public override void Interfere(Chance chance, DateTimeOffset now)
    {
        Now = now;
        _throttles = chance.Below(4) == 0 ? 1 : 0;
        if (chance.Below(2) == 0 || _items.Count == 0)
        {
            Add(now);
        }
        else
        {
            _items[_items.Keys.ElementAt(chance.Below(_items.Count))] = now;
        }
    }

    public override string? Broken(DateTimeOffset now)
    {
        Now = now;
        return _broken;
    }

    /// <summary>What has expired is gone, but for what a night may not delete any more.</summary>
    public override string? Undone(CheckReport last, DateTimeOffset now)
    {
        var expired = _items.Values.Count(used => last.EndedAt - used > s_mostAge + TimeSpan.FromHours(12));
        return
            expired == 0
            || last.Findings.Any(one => one.Key is "cap sessions" or "new rule sessions" or "unfinished sessions")
            ? null
            : $"{expired} expired items are still there";
    }

    private void Add(DateTimeOffset used) =>
        _items.Add(string.Create(CultureInfo.InvariantCulture, $"{_number++:00000}"), used);

    private static string Text(DateTimeOffset used) => used.ToString("O", CultureInfo.InvariantCulture);

    private ScanPage Page(ScanStep step)
    {
        if (_throttles > 0)
        {
            _throttles--;
            return ScanPage.Throttled;
        }

        var segment = _items
            .Where(item => int.Parse(item.Key, CultureInfo.InvariantCulture) % step.Segments == step.Place.Segment)
            .Where(item => step.Place.After is not { } after || string.CompareOrdinal(item.Key, after) > 0)
            .ToList();
        var page = segment.Take(step.Limit).ToList();
        return new ScanPage(
            [.. page.Select(item => new ScannedItem(item.Key, new ItemValue("S", Text(item.Value))))],
            page.Count < segment.Count ? page[^1].Key : null,
            page.Count * 0.5
        );
    }

    private ActionOutcome.Done Delete(Change.DeleteExpiredItems change)
    {
        var (done, left) = (0, 0);
        foreach (var item in change.Items)
        {
            if (!_items.TryGetValue(item.Key, out var used) || Text(used) != item.Time!.Text)
            {
                left++;
                continue;
            }

            done++;
            _items.Remove(item.Key);
            _broken ??= Now - used <= s_mostAge ? $"{item.Key} was deleted, and was used {used:O}" : null;
        }

        var date = DateOnly.FromDateTime((Now - TimeSpan.FromHours(12)).UtcDateTime);
        _deleted[date] = _deleted.GetValueOrDefault(date) + done;
        const int MostPercent = 5;
        var most = (int)Math.Ceiling((_items.Count + _deleted[date]) * MostPercent / 100.0) + 1;
        _broken ??= _deleted[date] > most ? $"{_deleted[date]} items were deleted in one night, {most} at most" : null;
        return new ActionOutcome.Done($"{done} deleted") { Tally = new ChangeTally(done, left, change.Items.Length) };
    }
}

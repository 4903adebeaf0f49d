using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>What items of a table were before they were written, as far back as it is kept.</summary>
internal sealed class TableHistory(VirtualClock clock)
{
    /// <summary>Writes that are kept; the oldest go first.</summary>
    private const int Most = 50_000;

    private readonly Queue<(DateTimeOffset At, Item Key, Item? Before)> _writes = new();
    private DateTimeOffset _since = DateTimeOffset.MinValue;

    /// <param name="before">Null when there was none.</param>
    public void Keep(Item key, Item? before)
    {
        _writes.Enqueue((clock.Now, key, before));
        if (_writes.Count > Most)
        {
            _since = _writes.Dequeue().At;
        }
    }

    /// <summary>The items of that time: the first write after it says what each was.</summary>
    /// <exception cref="InvalidOperationException">So much is not kept.</exception>
    public IEnumerable<Item> ItemsAt(Table table, DateTimeOffset at)
    {
        if (at < _since)
        {
            throw new InvalidOperationException($"what {table.Name} was at {at:O} is not kept: {Most} writes are");
        }

        var before = new Dictionary<Item, Item?>(new SameKey(table));
        foreach (var write in _writes.Where(write => write.At > at))
        {
            before.TryAdd(write.Key, write.Before);
        }

        return table.Items.Where(item => !before.ContainsKey(table.KeyOf(item))).Concat(before.Values.OfType<Item>());
    }

    private sealed class SameKey(Table table) : IEqualityComparer<Item>
    {
        private readonly IComparer<Item> _order = table.Order(table.Keys);

        public bool Equals(Item? one, Item? other) =>
            one is not null && other is not null && _order.Compare(one, other) == 0;

        public int GetHashCode(Item key) => Table.SegmentOf(key, table.Keys, int.MaxValue);
    }
}

using System.Globalization;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Tables;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>A key schema: of a table, or of an index of it.</summary>
public sealed record KeySchema(string Hash, string? Range)
{
    public IEnumerable<string> Names => Range is null ? [Hash] : [Hash, Range];
}

/// <summary>A secondary index.</summary>
/// <param name="Projected">The attributes that it carries besides keys; null for all.</param>
public sealed record TableIndex(string Name, KeySchema Keys, bool IsGlobal, IReadOnlyList<string>? Projected);

/// <summary>A table and its items.</summary>
public sealed class Table
{
    private readonly StaleItems _stale;
    private (long Version, long Bytes) _sized;
    private readonly Dictionary<string, Dictionary<string, Item>> _partitions = new(StringComparer.Ordinal);

    internal Table(
        string name,
        KeySchema keys,
        IReadOnlyDictionary<string, string> types,
        IReadOnlyList<TableIndex> indexes,
        StaleItems stale
    )
    {
        _stale = stale;
        Name = name;
        Keys = keys;
        Types = types;
        Indexes = indexes;
    }

    public string Name { get; }

    public KeySchema Keys { get; }

    /// <summary>The types (S, N, B) of all key attributes.</summary>
    public IReadOnlyDictionary<string, string> Types { get; }

    public IReadOnlyList<TableIndex> Indexes { get; }

    public string Id { get; internal init; } = "";

    public DateTimeOffset CreatedAt { get; internal init; }

    public string Arn { get; internal init; } = "";

    public TimeToLive TimeToLive { get; } = new();

    /// <summary>How long an expired item is still there at most; AWS speaks of some days, and promises none.</summary>
    public TimeSpan LatestExpiry { get; set; } = TimeSpan.FromHours(40);

    public required TableThroughput Throughput { get; init; }

    /// <summary>The table's own.</summary>
    public TableCapacity Capacity => Throughput.Own;

    /// <summary>Null for on-demand capacity.</summary>
    public (long Read, long Write)? Provisioned
    {
        get => Capacity.Provisioned;
        internal set => Capacity.Provisioned = value;
    }

    public bool IsDeletionProtected { get; internal set; }

    /// <summary>Whether DynamoDB deletes it.</summary>
    public bool IsGoing { get; internal set; }

    /// <summary>The other regions of a global table: each with its replica's status.</summary>
    public IReadOnlyDictionary<string, string> Replicas { get; internal set; } = new Dictionary<string, string>();

    /// <summary>How many days point-in-time recovery reaches back; null when it is off.</summary>
    public int? RecoveryDays { get; internal set; }

    /// <summary>Since when recovery has been on.</summary>
    public DateTimeOffset RecoverableFrom { get; internal set; }

    /// <summary>What items were before their last writes; null before anyone writes.</summary>
    internal TableHistory? History { get; set; }

    /// <summary>What it was restored from, and until when that goes on; null for a table that was made anew.</summary>
    internal RestoreOrigin? Origin { get; init; }

    /// <summary>What its stream shows; null where it has none.</summary>
    public string? Stream { get; internal set; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Its resource policy; null where it has none.</summary>
    public string? Policy { get; internal set; }

    /// <summary>Null: nobody makes backups every day.</summary>
    public DailyBackups? DailyBackups { get; internal set; }

    /// <summary>All items, in the order of a scan.</summary>
    public IEnumerable<Item> Items =>
        _partitions
            .OrderBy(p => Scatter(p.Key))
            .ThenBy(p => p.Key, StringComparer.Ordinal)
            .SelectMany(p => p.Value.Values.Order(Order(Keys)));

    internal IEnumerable<Item> Unordered => _partitions.Values.SelectMany(p => p.Values);

    /// <summary>Grows with every write.</summary>
    public long Version { get; private set; }

    public int Count => _partitions.Values.Sum(p => p.Count);

    /// <summary>Bytes of all items.</summary>
    public long Size
    {
        get
        {
            // Hundreds of backups are made of a table that nobody writes to.
            if (_sized.Version != Version)
            {
                _sized = (Version, _partitions.Values.Sum(p => p.Values.Sum(item => (long)item.Size)));
            }

            return _sized.Bytes;
        }
    }

    public Item? Find(Item key) => Find(PlaceOf(key));

    /// <summary>The item as a read shows it.</summary>
    internal Item? Read(Item key, bool isConsistent) =>
        !isConsistent && _stale.Find(PlaceOf(key), out var before) ? before : Find(key);

    /// <summary>The items of one partition of the table or of an index, in order.</summary>
    /// <param name="isConsistent">Else they are as they were a moment ago.</param>
    public IEnumerable<Item> Partition(KeySchema keys, AttributeValue hash, bool isConsistent)
    {
        var found =
            keys == Keys
                ? Seen(
                    _partitions.GetValueOrDefault(Encode(hash))?.Values.AsEnumerable() ?? [],
                    Encode(hash),
                    isConsistent
                )
                : View(keys, isConsistent).Where(i => hash.Same(i[keys.Hash]));
        return found.Order(Order(keys));
    }

    /// <summary>All items that the schema's keys have: of an index, only the ones that are in it.</summary>
    /// <param name="isConsistent">Else they are as they were a moment ago.</param>
    public IEnumerable<Item> View(KeySchema keys, bool isConsistent = true) =>
        Seen(_partitions.Values.SelectMany(p => p.Values), null, isConsistent)
            .Where(i => keys.Names.All(n => i[n]?.Type == Types[n]))
            .Order(Order(keys));

    /// <summary>Order of a schema; the table's own keys decide between equals.</summary>
    public IComparer<Item> Order(KeySchema keys) =>
        Comparer<Item>.Create(
            (a, b) =>
            {
                var order = OrderBy(keys, a, b);
                return order != 0 || keys == Keys ? order : OrderBy(Keys, a, b);
            }
        );

    public Item KeyOf(Item item) => item.Only(Keys.Names);

    internal void Store(Item item)
    {
        Version++;
        _stale.Replaced(PlaceOf(item), Find(item));
        History?.Keep(KeyOf(item), Find(item));
        var hash = Encode(item[Keys.Hash]!);
        if (!_partitions.TryGetValue(hash, out var partition))
        {
            _partitions.Add(hash, partition = new Dictionary<string, Item>(StringComparer.Ordinal));
        }

        partition[RangeOf(item)] = item;
    }

    internal void Remove(Item key)
    {
        Version++;
        _stale.Replaced(PlaceOf(key), Find(key));
        History?.Keep(KeyOf(key), Find(key));
        var hash = Encode(key[Keys.Hash]!);
        if (_partitions.TryGetValue(hash, out var partition) && partition.Remove(RangeOf(key)) && partition.Count == 0)
        {
            _partitions.Remove(hash);
        }
    }

    /// <summary>Which part of a parallel scan has the item: AWS says only that it is always the same one.</summary>
    internal static int SegmentOf(Item item, KeySchema keys, int total) =>
        (int)(Chance.Hash(0, Encode(item[keys.Hash]!)) % (ulong)total);

    private static int OrderBy(KeySchema keys, Item a, Item b)
    {
        var (x, y) = (Encode(a[keys.Hash]!), Encode(b[keys.Hash]!));
        var order = Scatter(x).CompareTo(Scatter(y));
        order = order != 0 ? order : string.CompareOrdinal(x, y);
        return order != 0 || keys.Range is null ? order : a[keys.Range]!.Order(b[keys.Range]!)!.Value;
    }

    private Item? Find((string Hash, string Range) key) =>
        _partitions.TryGetValue(key.Hash, out var partition) ? partition.GetValueOrDefault(key.Range) : null;

    /// <param name="hash">Of one partition; null for all.</param>
    private IEnumerable<Item> Seen(IEnumerable<Item> now, string? hash, bool isConsistent)
    {
        if (
            isConsistent
            || _stale.Keys.Where(key => hash is null || key.Hash == hash).ToHashSet() is not { Count: > 0 } stale
        )
        {
            return now;
        }

        var before = stale.Select(key => _stale.Find(key, out var item) ? item : null).OfType<Item>();
        return now.Where(item => !stale.Contains(PlaceOf(item))).Concat(before);
    }

    private (string Hash, string Range) PlaceOf(Item item) => (Encode(item[Keys.Hash]!), RangeOf(item));

    private string RangeOf(Item item) => Keys.Range is null ? "" : Encode(item[Keys.Range]!);

    private static string Encode(AttributeValue key) =>
        key switch
        {
            AttributeValue.Text s => s.Value,
            AttributeValue.Number n => n.Value.ToString(),
            AttributeValue.Binary b => Convert.ToHexString(b.Value),
            _ => throw new ArgumentException($"{key.Type} is no type of a key", nameof(key)),
        };

    /// <summary>Partitions come in no meaningful order, but always in the same one (FNV-1a).</summary>
    private static ulong Scatter(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in key)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return hash;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Count} items)");
}

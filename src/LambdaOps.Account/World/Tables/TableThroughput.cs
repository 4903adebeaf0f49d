using System.Globalization;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.World.Tables;

/// <summary>
/// The capacity of a table and of its indexes, and how it is changed: one change at a time, which is under way for a
/// while. Until then everything stays as it was.
/// </summary>
public sealed class TableThroughput(TimeProvider clock)
{
    /// <summary>DynamoDB's usual limit of a table's reads, and of its writes.</summary>
    public const long MostUnits = 40_000;

    /// <summary>How often a table may be switched to on-demand capacity within 24 hours.</summary>
    public const int MostSwitches = 4;

    /// <summary>Decreases of a day (UTC) that are not held to one an hour.</summary>
    private const int FreeDecreases = 4;

    private static readonly TimeSpan s_throughputTakes = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan s_switchTakes = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_betweenDecreases = TimeSpan.FromHours(1);

    private readonly SortedDictionary<string, TableCapacity> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DateTimeOffset>> _decreases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _increases = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _switches = [];
    private ThroughputChange? _pending;
    private DateTimeOffset _until;

    /// <summary>The table's own.</summary>
    public TableCapacity Own
    {
        get
        {
            Settle();
            return field;
        }
    } = new(clock);

    /// <summary>The global secondary indexes that have a capacity.</summary>
    public IEnumerable<string> Indexes => _indexes.Keys;

    /// <summary>Whether a change is under way.</summary>
    public bool IsUpdating
    {
        get
        {
            Settle();
            return _pending is not null;
        }
    }

    /// <summary>When it was last switched to on-demand capacity; null when it never was.</summary>
    public DateTimeOffset? OnDemandSince => _switches.Count > 0 ? _switches[^1] : null;

    /// <summary>What was last decided of it, whether or not that is there yet.</summary>
    public ThroughputChange? Pending => IsUpdating ? _pending : null;

    /// <param name="index">Null for the table's own.</param>
    public TableCapacity Of(string? index)
    {
        if (index is null)
        {
            return Own;
        }

        Settle();
        if (!_indexes.TryGetValue(index, out var capacity))
        {
            _indexes.Add(index, capacity = new TableCapacity(clock));
        }

        return capacity;
    }

    /// <summary>How often the capacity was taken back today (UTC).</summary>
    public int DecreasesToday(string? index) =>
        Decreases(index).Count(at => at.UtcDateTime.Date == Now.UtcDateTime.Date);

    public DateTimeOffset? LastDecrease(string? index) => Decreases(index) is [.., var last] ? last : null;

    public DateTimeOffset? LastIncrease(string? index) => _increases.TryGetValue(index ?? "", out var at) ? at : null;

    /// <summary>Whether a decrease would be taken now.</summary>
    public bool MayDecrease(string? index) =>
        DecreasesToday(index) < FreeDecreases || Now - LastDecrease(index) >= s_betweenDecreases;

    /// <summary>Begins a change.</summary>
    /// <exception cref="ServiceFault">DynamoDB would refuse it.</exception>
    public void Change(string table, ThroughputChange change)
    {
        if (IsUpdating)
        {
            throw new ServiceFault(
                "ResourceInUseException",
                $"Attempt to change a resource which is still in use: Table is being updated: {table}"
            );
        }

        if (change.ToOnDemand == true && Own.Provisioned is not null)
        {
            Count(_switches);
        }

        foreach (var part in change.Parts.Where(part => part.Provisioned is not null))
        {
            Judge(table, part);
        }

        foreach (var part in change.Parts)
        {
            Remember(part);
        }

        (_pending, _until) = (change, Now + (change.ToOnDemand is null ? s_throughputTakes : s_switchTakes));
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    private List<DateTimeOffset> Decreases(string? index) => _decreases.GetValueOrDefault(index ?? "", []);

    private void Count(List<DateTimeOffset> switches)
    {
        var lately = switches.Where(at => Now - at < TimeSpan.FromDays(1)).ToList();
        if (lately.Count >= MostSwitches)
        {
            throw new ServiceFault(
                "LimitExceededException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Subscriber limit exceeded: Update to PayPerRequest mode are limited to {MostSwitches} times in 1 "
                        + $"day(s). Last update at {lately[^1]:ddd MMM dd HH:mm:ss} UTC {lately[^1]:yyyy}. Next update can be made at "
                        + $"{lately[0].AddDays(1):ddd MMM dd HH:mm:ss} UTC {lately[0].AddDays(1):yyyy}"
                )
            );
        }

        switches.Add(Now);
    }

    private void Judge(string table, ThroughputPart part)
    {
        var (read, write) = part.Provisioned!.Value;
        if (read > MostUnits || write > MostUnits)
        {
            throw new ServiceFault(
                "LimitExceededException",
                $"Subscriber limit exceeded: The table {table} may have at most {MostUnits} read and {MostUnits} write units"
            );
        }

        if (Of(part.Index).Provisioned is { } now && (read < now.Read || write < now.Write) && !MayDecrease(part.Index))
        {
            var last = LastDecrease(part.Index)!.Value;
            throw new ServiceFault(
                "LimitExceededException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After "
                        + $"the first {FreeDecreases} decreases, each subsequent decrease in the same UTC day can be performed at most "
                        + $"once every {s_betweenDecreases.TotalSeconds:0} seconds. Number of decreases today: "
                        + $"{DecreasesToday(part.Index)}. Last decrease at {last:yyyy-MM-ddTHH:mm:ssZ}. Next decrease can be made at "
                        + $"{last + s_betweenDecreases:yyyy-MM-ddTHH:mm:ssZ}"
                )
            );
        }
    }

    private void Remember(ThroughputPart part)
    {
        if (part.Provisioned is not var (read, write) || Of(part.Index).Provisioned is not { } now)
        {
            return;
        }

        var key = part.Index ?? "";
        if (read < now.Read || write < now.Write)
        {
            _decreases.TryAdd(key, []);
            _decreases[key].Add(Now);
        }

        if (read > now.Read || write > now.Write)
        {
            _increases[key] = Now;
        }
    }

    /// <summary>What was under way is there from its moment on.</summary>
    private void Settle()
    {
        if (_pending is not { } change || Now < _until)
        {
            return;
        }

        _pending = null;
        if (change.ToOnDemand == true)
        {
            Own.Provisioned = null;
            foreach (var index in _indexes.Values)
            {
                index.Provisioned = null;
            }
        }

        foreach (var part in change.Parts)
        {
            var capacity = Of(part.Index);
            capacity.Provisioned = part.Provisioned ?? capacity.Provisioned;
            capacity.OnDemandMaximum = part.OnDemandMaximum ?? capacity.OnDemandMaximum;
        }
    }
}

/// <summary>What UpdateTable asks for.</summary>
/// <param name="ToOnDemand">Null where the mode stays.</param>
public sealed record ThroughputChange(bool? ToOnDemand, IReadOnlyList<ThroughputPart> Parts);

/// <summary>The capacity of a table or an index as it is to be; null stays.</summary>
/// <param name="Index">Null for the table's own.</param>
public sealed record ThroughputPart(
    string? Index,
    (long Read, long Write)? Provisioned,
    (long? Read, long? Write)? OnDemandMaximum
);

using System.Diagnostics;
using System.Text;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>A value of DynamoDB's ten types. Immutable; sets are kept sorted, so that equal sets look equal.</summary>
public abstract record AttributeValue
{
    private AttributeValue() { }

    /// <summary>The type's name on the wire: S, N, B, SS, …</summary>
    public string Type =>
        GetType().Name switch
        {
            nameof(Text) => "S",
            nameof(Number) => "N",
            nameof(Binary) => "B",
            nameof(TextSet) => "SS",
            nameof(NumberSet) => "NS",
            nameof(BinarySet) => "BS",
            nameof(Map) => "M",
            nameof(List) => "L",
            nameof(Null) => "NULL",
            nameof(Bool) => "BOOL",
            _ => throw new UnreachableException(),
        };

    /// <summary>Bytes that count towards an item's size.</summary>
    public int Size =>
        this switch
        {
            Text s => Encoding.UTF8.GetByteCount(s.Value),
            Number n => n.Value.Size,
            Binary b => b.Value.Length,
            TextSet ss => ss.Values.Sum(Encoding.UTF8.GetByteCount),
            NumberSet ns => ns.Values.Sum(n => n.Size),
            BinarySet bs => bs.Values.Sum(b => b.Length),
            Map m => 3 + m.Values.Sum(x => Encoding.UTF8.GetByteCount(x.Key) + x.Value.Size + 1),
            List l => 3 + l.Values.Sum(x => x.Size + 1),
            _ => 1,
        };

    public bool Same(AttributeValue? other) =>
        other is not null
        && (this, other) switch
        {
            (Text a, Text b) => a.Value == b.Value,
            (Number a, Number b) => a.Value.CompareTo(b.Value) == 0,
            (Binary a, Binary b) => a.Value.AsSpan().SequenceEqual(b.Value),
            (TextSet a, TextSet b) => a.Values.SequenceEqual(b.Values),
            (NumberSet a, NumberSet b) => a.Values.SequenceEqual(b.Values),
            (BinarySet a, BinarySet b) => a.Values.Length == b.Values.Length
                && a.Values.Zip(b.Values).All(x => x.First.AsSpan().SequenceEqual(x.Second)),
            (List a, List b) => a.Values.Length == b.Values.Length
                && a.Values.Zip(b.Values).All(x => x.First.Same(x.Second)),
            (Map a, Map b) => a.Values.Count == b.Values.Count
                && a.Values.All(x => x.Value.Same(b.Values.GetValueOrDefault(x.Key))),
            (Bool a, Bool b) => a.Value == b.Value,
            (Null, Null) => true,
            _ => false,
        };

    /// <summary>The order of S (UTF-8 bytes), N and B; null between other or different types.</summary>
    public int? Order(AttributeValue other) =>
        (this, other) switch
        {
            (Text a, Text b) => Encoding
                .UTF8.GetBytes(a.Value)
                .AsSpan()
                .SequenceCompareTo(Encoding.UTF8.GetBytes(b.Value)),
            (Number a, Number b) => a.Value.CompareTo(b.Value),
            (Binary a, Binary b) => a.Value.AsSpan().SequenceCompareTo(b.Value),
            _ => null,
        };

    public sealed record Text(string Value) : AttributeValue;

    public sealed record Number(DynamoNumber Value) : AttributeValue;

    public sealed record Binary(byte[] Value) : AttributeValue;

    public sealed record TextSet(string[] Values) : AttributeValue;

    public sealed record NumberSet(DynamoNumber[] Values) : AttributeValue;

    public sealed record BinarySet(byte[][] Values) : AttributeValue;

    public sealed record Map(IReadOnlyDictionary<string, AttributeValue> Values) : AttributeValue;

    public sealed record List(AttributeValue[] Values) : AttributeValue;

    public sealed record Null : AttributeValue;

    public sealed record Bool(bool Value) : AttributeValue;
}

/// <summary>An item: its attributes by name. Immutable.</summary>
public sealed record Item(IReadOnlyDictionary<string, AttributeValue> Attributes)
{
    public const int MostBytes = 400 * 1024;

    public static Item Empty { get; } = new(new Dictionary<string, AttributeValue>());

    public int Size => Attributes.Sum(a => Encoding.UTF8.GetByteCount(a.Key) + a.Value.Size);

    public AttributeValue? this[string name] => Attributes.GetValueOrDefault(name);

    public Item With(IEnumerable<KeyValuePair<string, AttributeValue>> changes)
    {
        var attributes = new Dictionary<string, AttributeValue>(Attributes, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            attributes[name] = value;
        }

        return new Item(attributes);
    }

    public Item Only(IEnumerable<string> names) =>
        new(names.Where(Attributes.ContainsKey).ToDictionary(n => n, n => Attributes[n], StringComparer.Ordinal));
}

using System.Text;

namespace LambdaOps.Account.Services.DynamoDb;

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

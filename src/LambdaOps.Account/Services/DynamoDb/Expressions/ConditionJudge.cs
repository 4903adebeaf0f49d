using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>
/// Whether a condition holds for an item. What is absent compares as nothing: only &lt;&gt; holds for it.
/// </summary>
internal static class ConditionJudge
{
    public static bool Holds(Condition condition, Item item) =>
        condition switch
        {
            Condition.And(var a, var b) => Holds(a, item) && Holds(b, item),
            Condition.Or(var a, var b) => Holds(a, item) || Holds(b, item),
            Condition.Not(var inner) => !Holds(inner, item),
            Condition.Exists(var path) => Documents.Find(item, path) is not null,
            Condition.NotExists(var path) => Documents.Find(item, path) is null,
            Condition.HasType(var path, var type) => Documents.Find(item, path)?.Type == type,
            Condition.Compare(var how, var a, var b) => Compares(how, Value(a, item), Value(b, item)),
            Condition.Between(var x, var low, var high) => Compares(">=", Value(x, item), Value(low, item))
                && Compares("<=", Value(x, item), Value(high, item)),
            Condition.In(var x, var among) => among.Any(a => Compares("=", Value(x, item), Value(a, item))),
            Condition.BeginsWith(var x, var prefix) => BeginsWith(Value(x, item), Value(prefix, item)),
            Condition.Contains(var x, var part) => Contains(Value(x, item), Value(part, item)),
            _ => throw new UnreachableException(),
        };

    private static AttributeValue? Value(Operand operand, Item item) =>
        operand switch
        {
            Operand.Given given => given.Value,
            Operand.At at => Documents.Find(item, at.Path),
            Operand.SizeOf size => SizeOf(Value(size.Of, item)),
            _ => throw new UnreachableException(),
        };

    private static AttributeValue.Number? SizeOf(AttributeValue? value)
    {
        int? size = value switch
        {
            AttributeValue.Text s => Encoding.UTF8.GetByteCount(s.Value),
            AttributeValue.Binary b => b.Value.Length,
            AttributeValue.TextSet ss => ss.Values.Length,
            AttributeValue.NumberSet ns => ns.Values.Length,
            AttributeValue.BinarySet bs => bs.Values.Length,
            AttributeValue.List l => l.Values.Length,
            AttributeValue.Map m => m.Values.Count,
            _ => null,
        };
        return size is { } known
            ? new AttributeValue.Number(DynamoNumber.Parse(known.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    private static bool Compares(string how, AttributeValue? a, AttributeValue? b) =>
        how switch
        {
            "=" => a is not null && a.Same(b),
            "<>" => a is null || !a.Same(b),
            _ when a is null || b is null => false,
            "<" => a.Order(b) < 0,
            "<=" => a.Order(b) <= 0,
            ">" => a.Order(b) > 0,
            ">=" => a.Order(b) >= 0,
            _ => throw new UnreachableException(),
        };

    private static bool BeginsWith(AttributeValue? value, AttributeValue? prefix) =>
        (value, prefix) switch
        {
            (AttributeValue.Text a, AttributeValue.Text b) => a.Value.StartsWith(b.Value, StringComparison.Ordinal),
            (AttributeValue.Binary a, AttributeValue.Binary b) => a.Value.AsSpan().StartsWith(b.Value),
            _ => false,
        };

    private static bool Contains(AttributeValue? value, AttributeValue? part) =>
        (value, part) switch
        {
            (AttributeValue.Text a, AttributeValue.Text b) => a.Value.Contains(b.Value, StringComparison.Ordinal),
            (AttributeValue.Binary a, AttributeValue.Binary b) => a.Value.AsSpan().IndexOf(b.Value) >= 0,
            (AttributeValue.TextSet a, AttributeValue.Text b) => a.Values.Contains(b.Value),
            (AttributeValue.NumberSet a, AttributeValue.Number b) => a.Values.Contains(b.Value),
            (AttributeValue.BinarySet a, AttributeValue.Binary b) => a.Values.Any(x =>
                x.AsSpan().SequenceEqual(b.Value)
            ),
            (AttributeValue.List a, not null) => a.Values.Any(x => x.Same(part)),
            _ => false,
        };
}

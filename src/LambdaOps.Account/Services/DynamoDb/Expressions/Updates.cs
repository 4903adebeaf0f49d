using System.Diagnostics;

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>Applies an update expression. All values are taken from the item as it was before.</summary>
internal static class Updates
{
    private const string WrongType = "An operand in the update expression has an incorrect data type";

    public static Item Apply(IReadOnlyList<ItemChange> changes, Item before)
    {
        var planned = changes.Select(c => (c.Path, Value: ValueOf(c, before))).ToList();
        var item = before;
        foreach (var (path, value) in planned.Where(p => p.Value is not null).OrderBy(p => LastPlace(p.Path)))
        {
            item = Documents.With(item, path, value);
        }

        // From the end of lists to their beginning: removing one must not move the next.
        foreach (var (path, _) in planned.Where(p => p.Value is null).OrderByDescending(p => LastPlace(p.Path)))
        {
            item = Documents.With(item, path, null);
        }

        return item;
    }

    private static int LastPlace(DocumentPath path) => path.Steps[^1] is PathStep.Place place ? place.At : -1;

    /// <summary>What shall stand at the change's path; null for nothing.</summary>
    private static AttributeValue? ValueOf(ItemChange change, Item before)
    {
        var existing = Documents.Find(before, change.Path);
        return change switch
        {
            ItemChange.Set set => Evaluated(set.Value, before),
            ItemChange.Remove => null,
            ItemChange.Add add => Added(existing, add.Value),
            ItemChange.Delete delete => Deleted(existing, delete.Value),
            _ => throw new UnreachableException(),
        };
    }

    private static AttributeValue Evaluated(Operand operand, Item item) =>
        operand switch
        {
            Operand.Given given => given.Value,
            Operand.At at => Documents.Find(item, at.Path)
                ?? throw ExpressionFault.Invalid(
                    "The provided expression refers to an attribute that does not exist in the item"
                ),
            Operand.IfNotExists(var path, var otherwise) => Documents.Find(item, path) ?? Evaluated(otherwise, item),
            Operand.ListAppend(var a, var b) => new AttributeValue.List([.. ListOf(a, item), .. ListOf(b, item)]),
            Operand.Plus(var a, var b) => new AttributeValue.Number(NumberOf(a, item) + NumberOf(b, item)),
            Operand.Minus(var a, var b) => new AttributeValue.Number(NumberOf(a, item) - NumberOf(b, item)),
            _ => throw new UnreachableException(),
        };

    private static DynamoNumber NumberOf(Operand operand, Item item) =>
        Evaluated(operand, item) is AttributeValue.Number n ? n.Value : throw ExpressionFault.Invalid(WrongType);

    private static AttributeValue[] ListOf(Operand operand, Item item) =>
        Evaluated(operand, item) is AttributeValue.List l ? l.Values : throw ExpressionFault.Invalid(WrongType);

    private static AttributeValue Added(AttributeValue? existing, AttributeValue value) =>
        (existing, value) switch
        {
            (null, _) => value,
            (AttributeValue.Number a, AttributeValue.Number b) => new AttributeValue.Number(a.Value + b.Value),
            (AttributeValue.TextSet a, AttributeValue.TextSet b) => new AttributeValue.TextSet([
                .. a.Values.Union(b.Values).Order(Utf8Order.Instance),
            ]),
            (AttributeValue.NumberSet a, AttributeValue.NumberSet b) => new AttributeValue.NumberSet([
                .. a.Values.Union(b.Values).Order(),
            ]),
            (AttributeValue.BinarySet a, AttributeValue.BinarySet b) => new AttributeValue.BinarySet([
                .. a
                    .Values.Concat(b.Values)
                    .DistinctBy(Convert.ToHexString)
                    .OrderBy(Convert.ToHexString, StringComparer.Ordinal),
            ]),
            _ => throw ExpressionFault.Invalid(WrongType),
        };

    private static AttributeValue? Deleted(AttributeValue? existing, AttributeValue value)
    {
        switch (existing, value)
        {
            case (null, _):
                return null;
            case (AttributeValue.TextSet a, AttributeValue.TextSet b):
                var texts = a.Values.Except(b.Values).ToArray();
                return texts.Length > 0 ? new AttributeValue.TextSet(texts) : null;
            case (AttributeValue.NumberSet a, AttributeValue.NumberSet b):
                var numbers = a.Values.Except(b.Values).ToArray();
                return numbers.Length > 0 ? new AttributeValue.NumberSet(numbers) : null;
            case (AttributeValue.BinarySet a, AttributeValue.BinarySet b):
                var gone = b.Values.Select(Convert.ToHexString).ToHashSet();
                var binaries = a.Values.Where(x => !gone.Contains(Convert.ToHexString(x))).ToArray();
                return binaries.Length > 0 ? new AttributeValue.BinarySet(binaries) : null;
            default:
                throw ExpressionFault.Invalid(WrongType);
        }
    }
}

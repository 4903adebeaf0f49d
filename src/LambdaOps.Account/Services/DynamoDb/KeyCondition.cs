using LambdaOps.Account.Services.DynamoDb.Expressions;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>A query's key condition: one value of the hash key, and at most one condition on the range key.</summary>
internal sealed record KeyCondition(AttributeValue Hash, Condition? Range)
{
    private const string Kind = "KeyConditionExpression";

    public bool HoldsForRange(Item item) => Range is null || ConditionJudge.Holds(Range, item);

    public static KeyCondition Read(string text, KeySchema keys, Table table, Placeholders placeholders)
    {
        var parts = Parts(ConditionReader.Read(text, Kind, placeholders)).ToList();
        var byName = new Dictionary<string, Condition>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (!byName.TryAdd(NameIn(part), part))
            {
                throw ExpressionFault.Of(Kind, "KeyConditionExpressions must only contain one condition per key");
            }
        }

        foreach (var name in keys.Names.Take(byName.Count))
        {
            if (!byName.ContainsKey(name))
            {
                throw ExpressionFault.Invalid($"Query condition missed key schema element: {name}");
            }
        }

        if (byName.Count > keys.Names.Count() || byName.Count == 0)
        {
            throw ExpressionFault.Invalid("Query key condition not supported");
        }

        var hash = byName[keys.Hash] is Condition.Compare { Operator: "=", Right: Operand.Given given }
            ? given.Value
            : throw ExpressionFault.Invalid("Query key condition not supported");
        CheckTypes(byName.Values, table);
        return new KeyCondition(hash, keys.Range is null ? null : byName.GetValueOrDefault(keys.Range));
    }

    private static IEnumerable<Condition> Parts(Condition condition) =>
        condition switch
        {
            Condition.And(var a, var b) => Parts(a).Concat(Parts(b)),
            Condition.Compare { Operator: not "<>" } or Condition.Between or Condition.BeginsWith =>
            [
                Turned(condition),
            ],
            _ => throw ExpressionFault.Of(
                Kind,
                "Invalid operator used in KeyConditionExpression: " + $"{OperatorOf(condition)}"
            ),
        };

    /// <summary>":v &lt; key" means "key &gt; :v".</summary>
    private static Condition Turned(Condition condition) =>
        condition is Condition.Compare { Left: Operand.Given, Right: Operand.At } compare
            ? new Condition.Compare(Mirrored(compare.Operator), compare.Right, compare.Left)
            : condition;

    private static string Mirrored(string comparator) =>
        comparator switch
        {
            "<" => ">",
            "<=" => ">=",
            ">" => "<",
            ">=" => "<=",
            _ => comparator,
        };

    private static string NameIn(Condition condition)
    {
        var paths = ConditionPaths.Of(condition).ToList();
        if (paths.Count == 0)
        {
            throw ExpressionFault.Of(Kind, "Invalid condition in KeyConditionExpression: No key attribute specified");
        }

        if (paths.Count > 1)
        {
            throw ExpressionFault.Of(
                Kind,
                "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"
            );
        }

        return paths[0].IsTopLevel
            ? paths[0].Root
            : throw ExpressionFault.Of(Kind, "KeyConditionExpressions cannot have conditions on nested attributes");
    }

    private static void CheckTypes(IEnumerable<Condition> parts, Table table)
    {
        foreach (var part in parts)
        {
            var name = NameIn(part);
            foreach (var given in ConditionPaths.GivenIn(part).Where(g => g.Value.Type != table.Types[name]))
            {
                throw ExpressionFault.Invalid(
                    "One or more parameter values were invalid: "
                        + "Condition parameter type does not match schema type"
                );
            }
        }
    }

    private static string OperatorOf(Condition condition) =>
        condition switch
        {
            Condition.Or => "OR",
            Condition.Not => "NOT",
            Condition.In => "IN",
            Condition.Compare(var how, _, _) => how,
            Condition.Exists => "attribute_exists",
            Condition.NotExists => "attribute_not_exists",
            Condition.HasType => "attribute_type",
            Condition.Contains => "contains",
            _ => condition.GetType().Name,
        };
}

/// <summary>What a condition looks at.</summary>
internal static class ConditionPaths
{
    public static IEnumerable<DocumentPath> Of(Condition condition) =>
        condition switch
        {
            Condition.And(var a, var b) => Of(a).Concat(Of(b)),
            Condition.Or(var a, var b) => Of(a).Concat(Of(b)),
            Condition.Not(var inner) => Of(inner),
            Condition.Exists(var path) => [path],
            Condition.NotExists(var path) => [path],
            Condition.HasType(var path, _) => [path],
            _ => Operands(condition).SelectMany(Of),
        };

    public static IEnumerable<Operand.Given> GivenIn(Condition condition) =>
        Operands(condition).OfType<Operand.Given>();

    private static IEnumerable<DocumentPath> Of(Operand operand) =>
        operand switch
        {
            Operand.At at => [at.Path],
            Operand.SizeOf size => Of(size.Of),
            _ => [],
        };

    private static IEnumerable<Operand> Operands(Condition condition) =>
        condition switch
        {
            Condition.Compare(_, var a, var b) => [a, b],
            Condition.Between(var x, var low, var high) => [x, low, high],
            Condition.In(var x, var among) => among.Prepend(x),
            Condition.BeginsWith(var x, var prefix) => [x, prefix],
            Condition.Contains(var x, var part) => [x, part],
            _ => [],
        };
}

using System.Diagnostics;

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>Reads condition, filter and key condition expressions.</summary>
internal sealed class ConditionReader : ExpressionReader
{
    private static readonly string[] s_comparators = ["=", "<>", "<", "<=", ">", ">="];
    private static readonly string[] s_types = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"];

    // The tokens of the last pair of parentheses: a second pair around just the same is an error in AWS.
    private (int From, int To) _lastGroup;

    private ConditionReader(string text, string kind, Placeholders placeholders)
        : base(text, kind, placeholders) { }

    public static Condition Read(string text, string kind, Placeholders placeholders)
    {
        var reader = new ConditionReader(text, kind, placeholders);
        var condition = reader.Or();
        reader.ExpectEnd();
        return condition;
    }

    private Condition Or()
    {
        var first = And();
        while (TakeIfWord("OR"))
        {
            first = new Condition.Or(first, And());
        }

        return first;
    }

    private Condition And()
    {
        var first = Not();
        while (TakeIfWord("AND"))
        {
            first = new Condition.And(first, Not());
        }

        return first;
    }

    private Condition Not() => TakeIfWord("NOT") ? new Condition.Not(Not()) : Primary();

    private Condition Primary()
    {
        if (TakeIf("("))
        {
            var inside = Index;
            var inner = Or();
            var isRedundant = _lastGroup == (inside, Index);
            Expect(")");
            _lastGroup = (inside - 1, Index);
            return isRedundant ? throw Fault("The expression has redundant parentheses;") : inner;
        }

        if (Here.Kind == ExpressionTokenKind.Word && After.Is("(") && !Here.IsWord("size"))
        {
            return Function();
        }

        return Comparison();
    }

    private Condition Comparison()
    {
        var left = Operand();
        if (TakeIfWord("BETWEEN"))
        {
            var low = Operand();
            _ = TakeIfWord("AND") ? true : throw Syntax();
            var high = Operand();
            RefuseReversed(low, high);
            return new Condition.Between(left, low, high);
        }

        if (TakeIfWord("IN"))
        {
            Expect("(");
            return new Condition.In(left, Operands("IN"));
        }

        if (Here.Kind != ExpressionTokenKind.Symbol || !s_comparators.Contains(Here.Text))
        {
            throw Syntax();
        }

        var comparator = Take().Text;
        var right = Operand();
        RefuseUnorderable(comparator, left, right);
        return left is Expressions.Operand.At && left.ToString() == right.ToString()
            ? throw Fault(
                "The first operand must be distinct from the remaining operands for this operator or "
                    + "function; "
                    + $"operator: {comparator}, first operand: {((Operand.At)left).Path}"
            )
            : new Condition.Compare(comparator, left, right);
    }

    private Condition Function()
    {
        var name = Take().Text;
        Expect("(");
        var operands = name switch
        {
            "attribute_exists" or "attribute_not_exists" => Counted(name, 1),
            "attribute_type" or "begins_with" or "contains" => Counted(name, 2),
            "if_not_exists" or "list_append" => throw Fault(
                $"The function is not allowed in a {Kind[..^"Expression".Length]} expression; function: {name}"
            ),
            _ => throw Fault($"Invalid function name; function: {name}"),
        };
        return name switch
        {
            "attribute_exists" => new Condition.Exists(PathOf(name, operands[0])),
            "attribute_not_exists" => new Condition.NotExists(PathOf(name, operands[0])),
            "attribute_type" => new Condition.HasType(PathOf(name, operands[0]), TypeOf(operands[1])),
            "begins_with" => BeginsWith(operands),
            "contains" => new Condition.Contains(operands[0], operands[1]),
            _ => throw new UnreachableException(),
        };
    }

    private Condition.BeginsWith BeginsWith(List<Operand> operands)
    {
        foreach (var given in operands.OfType<Operand.Given>())
        {
            if (given.Value is not (AttributeValue.Text or AttributeValue.Binary))
            {
                throw WrongType("begins_with", given.Value);
            }
        }

        return new Condition.BeginsWith(operands[0], operands[1]);
    }

    private List<Operand> Counted(string function, int count)
    {
        var operands = Operands(function);
        return operands.Count == count
            ? operands
            : throw Fault(
                "Incorrect number of operands for operator or function; "
                    + $"operator or function: {function}, number of operands: {operands.Count}"
            );
    }

    /// <summary>The rest of a list in parentheses whose opening one is taken.</summary>
    private List<Operand> Operands(string of)
    {
        var operands = new List<Operand> { Operand() };
        while (TakeIf(","))
        {
            operands.Add(Operand());
        }

        Expect(")");
        return of != "IN" || operands.Count <= 100
            ? operands
            : throw Fault("Invalid operand count for IN: at most 100 are allowed");
    }

    private Operand Operand()
    {
        if (Here.Kind == ExpressionTokenKind.Value)
        {
            return Value();
        }

        if (Here.Kind == ExpressionTokenKind.Word && After.Is("("))
        {
            var name = Take().Text;
            Expect("(");
            return name == "size"
                ? new Operand.SizeOf(Counted(name, 1)[0])
                : throw Fault($"The function is not allowed to be used this way in an expression; function: {name}");
        }

        if (Here.Is("("))
        {
            throw Syntax();
        }

        return new Operand.At(Path());
    }

    private DocumentPath PathOf(string function, Operand operand) =>
        operand is Operand.At at
            ? at.Path
            : throw Fault("Operator or function requires a document path; operator or function: " + function);

    private string TypeOf(Operand operand)
    {
        var type = operand is Operand.Given { Value: AttributeValue.Text text }
            ? text.Value
            : throw Fault(
                "Incorrect operand type for operator or function; operator or function: attribute_type, "
                    + "operand type: "
                    + (operand is Operand.Given given ? given.Value.Type : "PATH")
            );
        return s_types.Contains(type)
            ? type
            : throw Fault(
                $"Invalid attribute type name found; type: {type}, " + $"valid types: {{{string.Join(",", s_types)}}}"
            );
    }

    private void RefuseReversed(Operand low, Operand high)
    {
        if (low is not Operand.Given { Value: var a } || high is not Operand.Given { Value: var b })
        {
            return;
        }

        if (a.Type != b.Type)
        {
            throw Fault(
                "The BETWEEN operator requires same data type for lower and upper bounds; "
                    + $"lower bound operand: AttributeValue: {{{a.Type}}}, upper bound operand: AttributeValue: "
                    + $"{{{b.Type}}}"
            );
        }

        if (a.Order(b) is null)
        {
            throw WrongType("BETWEEN", a);
        }

        if (a.Order(b) > 0)
        {
            throw Fault(
                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                    + $"lower bound operand: AttributeValue: {AttributeJson.Write(a).ToJsonString()}, "
                    + $"upper bound operand: AttributeValue: {AttributeJson.Write(b).ToJsonString()}"
            );
        }
    }

    private void RefuseUnorderable(string comparator, params Operand[] operands)
    {
        foreach (var given in operands.OfType<Operand.Given>())
        {
            if (comparator is not ("=" or "<>") && given.Value.Order(given.Value) is null)
            {
                throw WrongType(comparator, given.Value);
            }
        }
    }

    private ServiceFault WrongType(string function, AttributeValue value) =>
        Fault(
            $"Incorrect operand type for operator or function; operator or function: {function}, operand type: "
                + $"{value.Type}"
        );
}

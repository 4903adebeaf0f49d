using System.Diagnostics;

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>Reads update expressions: SET, REMOVE, ADD and DELETE, each at most once.</summary>
internal sealed class UpdateReader : ExpressionReader
{
    private static readonly string[] s_sections = ["SET", "REMOVE", "ADD", "DELETE"];
    private readonly List<ItemChange> _changes = [];

    private UpdateReader(string text, Placeholders placeholders)
        : base(text, "UpdateExpression", placeholders) { }

    public static IReadOnlyList<ItemChange> Read(string text, Placeholders placeholders)
    {
        var reader = new UpdateReader(text, placeholders);
        reader.Sections();
        reader.RefuseOverlaps();
        return reader._changes;
    }

    private void Sections()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var section = Here.Kind == ExpressionTokenKind.Word ? Here.Text.ToUpperInvariant() : "";
            if (!s_sections.Contains(section))
            {
                throw Syntax();
            }

            if (!seen.Add(section))
            {
                throw Fault($"The \"{section}\" section can only be used once in an update expression;");
            }

            Take();
            do
            {
                _changes.Add(ReadChange(section));
            } while (TakeIf(","));
        } while (Here.Kind != ExpressionTokenKind.End);
    }

    private ItemChange ReadChange(string section)
    {
        var path = Path();
        return section switch
        {
            "SET" => ReadSet(path),
            "REMOVE" => new ItemChange.Remove(path),
            "ADD" => new ItemChange.Add(path, Allowed("ADD", Value().Value)),
            "DELETE" => new ItemChange.Delete(path, Allowed("DELETE", Value().Value)),
            _ => throw new UnreachableException(),
        };
    }

    private ItemChange.Set ReadSet(DocumentPath path)
    {
        Expect("=");
        var first = Operand();
        if (TakeIf("+"))
        {
            return new ItemChange.Set(path, new Operand.Plus(Numeric("+", first), Numeric("+", Operand())));
        }

        return TakeIf("-")
            ? new ItemChange.Set(path, new Operand.Minus(Numeric("-", first), Numeric("-", Operand())))
            : new ItemChange.Set(path, first);
    }

    private Operand Operand()
    {
        if (Here.Kind == ExpressionTokenKind.Value)
        {
            return Value();
        }

        if (TakeIf("("))
        {
            var inner = Operand();
            Expect(")");
            return inner;
        }

        return Here.Kind == ExpressionTokenKind.Word && After.Is("(") ? Function() : new Operand.At(Path());
    }

    private Operand Function()
    {
        var name = Take().Text;
        Expect("(");
        var operands = new List<Operand> { Operand() };
        while (TakeIf(","))
        {
            operands.Add(Operand());
        }

        Expect(")");
        if (name is not ("if_not_exists" or "list_append"))
        {
            var isCondition =
                name
                is "attribute_exists"
                    or "attribute_not_exists"
                    or "attribute_type"
                    or "begins_with"
                    or "contains"
                    or "size";
            throw Fault(
                isCondition
                    ? $"The function is not allowed in an update expression; function: {name}"
                    : $"Invalid function name; function: {name}"
            );
        }

        if (operands.Count != 2)
        {
            throw Fault(
                "Incorrect number of operands for operator or function; "
                    + $"operator or function: {name}, number of operands: {operands.Count}"
            );
        }

        return name == "list_append" ? ListAppend(operands)
            : operands[0] is Operand.At at ? new Operand.IfNotExists(at.Path, operands[1])
            : throw Fault("Operator or function requires a document path; operator or function: if_not_exists");
    }

    private Operand.ListAppend ListAppend(List<Operand> operands)
    {
        foreach (var given in operands.OfType<Operand.Given>().Where(g => g.Value is not AttributeValue.List))
        {
            throw WrongType("list_append", given.Value);
        }

        return new Operand.ListAppend(operands[0], operands[1]);
    }

    private Operand Numeric(string sign, Operand operand) =>
        operand is Operand.Given { Value: not AttributeValue.Number } given
            ? throw WrongType(sign, given.Value)
            : operand;

    private AttributeValue Allowed(string section, AttributeValue value)
    {
        var isSet = value is AttributeValue.TextSet or AttributeValue.NumberSet or AttributeValue.BinarySet;
        return isSet || (section == "ADD" && value is AttributeValue.Number)
            ? value
            : throw Fault(
                $"Incorrect operand type for operator or function; operator: {section}, "
                    + $"operand type: {LongName(value)}, typeSet: ALLOWED_FOR_{section}_OPERAND"
            );
    }

    private void RefuseOverlaps()
    {
        for (var i = 0; i < _changes.Count; i++)
        {
            foreach (var other in _changes.Skip(i + 1).Where(o => o.Path.Overlaps(_changes[i].Path)))
            {
                throw Fault(
                    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                        + $"path one: {_changes[i].Path}, path two: {other.Path}"
                );
            }
        }
    }

    private ServiceFault WrongType(string function, AttributeValue value) =>
        Fault(
            $"Incorrect operand type for operator or function; operator or function: {function}, operand type: "
                + $"{value.Type}"
        );

    private static string LongName(AttributeValue value) =>
        value.Type switch
        {
            "S" => "STRING",
            "N" => "NUMBER",
            "B" => "BINARY",
            "M" => "MAP",
            "L" => "LIST",
            "BOOL" => "BOOLEAN",
            var other => other,
        };
}

using System.Globalization;

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>What all four grammars share: tokens, document paths, value placeholders.</summary>
internal abstract class ExpressionReader
{
    private const int MostBytes = 4096;
    private readonly List<ExpressionToken> _tokens;
    private readonly string _text;
    private readonly Placeholders _placeholders;
    private int _at;

    protected ExpressionReader(string text, string kind, Placeholders placeholders)
    {
        Kind = kind;
        _text = text;
        _placeholders = placeholders;
        if (text.Trim().Length == 0)
        {
            throw ExpressionFault.Of(kind, "The expression can not be empty;");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            throw ExpressionFault.Of(
                kind,
                "Expression size has exceeded the maximum allowed size; " + $"expression size: {text.Length}"
            );
        }

        _tokens = Tokens.Of(text, kind);
    }

    protected string Kind { get; }

    /// <summary>How many tokens are read.</summary>
    protected int Index => _at;

    protected ExpressionToken Here => _tokens[_at];

    protected ExpressionToken After => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    protected ExpressionToken Take() => _tokens[_at++];

    protected bool TakeIf(string symbol)
    {
        if (!Here.Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    protected bool TakeIfWord(string word)
    {
        if (!Here.IsWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    protected void Expect(string symbol)
    {
        if (!TakeIf(symbol))
        {
            throw Syntax();
        }
    }

    protected void ExpectEnd()
    {
        if (Here.Kind != ExpressionTokenKind.End)
        {
            throw Syntax();
        }
    }

    protected ServiceFault Syntax() => ExpressionFault.Syntax(Kind, _text, Here);

    protected ServiceFault Fault(string message) => ExpressionFault.Of(Kind, message);

    protected DocumentPath Path()
    {
        var steps = new List<PathStep> { new PathStep.Key(Name()) };
        while (true)
        {
            if (TakeIf("."))
            {
                steps.Add(new PathStep.Key(Name()));
            }
            else if (TakeIf("["))
            {
                var at = Here.Kind == ExpressionTokenKind.Number ? Take().Text : throw Syntax();
                steps.Add(
                    int.TryParse(at, CultureInfo.InvariantCulture, out var place)
                        ? new PathStep.Place(place)
                        : throw Fault($"List index is not within the allowable range; index: [{at}]")
                );
                Expect("]");
            }
            else
            {
                return new DocumentPath(steps);
            }
        }
    }

    protected Operand.Given Value()
    {
        if (Here.Kind != ExpressionTokenKind.Value)
        {
            throw Syntax();
        }

        var placeholder = Take().Text;
        return new Operand.Given(placeholder, _placeholders.Value(placeholder, Kind));
    }

    private string Name()
    {
        var token = Here;
        switch (token.Kind)
        {
            case ExpressionTokenKind.Name:
                _at++;
                return _placeholders.Name(token.Text, Kind);
            case ExpressionTokenKind.Word when ReservedWords.Contains(token.Text):
                throw Fault($"Attribute name is a reserved keyword; reserved keyword: {token.Text}");
            case ExpressionTokenKind.Word:
                _at++;
                return token.Text;
            default:
                throw Syntax();
        }
    }
}

/// <summary>Reads projection expressions: document paths with commas between.</summary>
internal sealed class ProjectionReader : ExpressionReader
{
    private ProjectionReader(string text, Placeholders placeholders)
        : base(text, "ProjectionExpression", placeholders) { }

    public static IReadOnlyList<DocumentPath> Read(string text, Placeholders placeholders)
    {
        var reader = new ProjectionReader(text, placeholders);
        var paths = new List<DocumentPath>();
        do
        {
            paths.Add(reader.Path());
        } while (reader.TakeIf(","));
        reader.ExpectEnd();
        for (var i = 0; i < paths.Count; i++)
        {
            foreach (var other in paths.Skip(i + 1).Where(o => o.Overlaps(paths[i])))
            {
                throw reader.Fault(
                    "Two document paths overlap with each other; must remove or rewrite one of these "
                        + "paths; "
                        + $"path one: {paths[i]}, path two: {other}"
                );
            }
        }

        return paths;
    }
}

namespace LambdaOps.Account.Services.DynamoDb.Expressions;

internal enum ExpressionTokenKind
{
    Word,
    Name,
    Value,
    Number,
    Symbol,
    End,
}

/// <summary>One token of an expression. <paramref name="At"/> is its place in the text.</summary>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, int At)
{
    public bool Is(string symbol) => Kind == ExpressionTokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) =>
        Kind == ExpressionTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts an expression into tokens.</summary>
internal static class Tokens
{
    private static readonly string[] s_symbols =
    [
        "<>",
        "<=",
        ">=",
        "<",
        ">",
        "=",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "+",
        "-",
    ];

    public static List<ExpressionToken> Of(string text, string kind)
    {
        var found = new List<ExpressionToken>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            var length = c switch
            {
                '#' or ':' => 1 + Run(text, at + 1, IsPart),
                >= '0' and <= '9' => Run(text, at, char.IsAsciiDigit),
                _ when IsPart(c) => Run(text, at, IsPart),
                _ => Array.Find(s_symbols, s => string.CompareOrdinal(text, at, s, 0, s.Length) == 0)?.Length ?? 0,
            };
            if (length == 0 || (length == 1 && c is '#' or ':' && Run(text, at + 1, IsPart) == 0))
            {
                throw ExpressionFault.Syntax(
                    kind,
                    text,
                    new ExpressionToken(ExpressionTokenKind.Symbol, c.ToString(), at)
                );
            }

            found.Add(new ExpressionToken(KindOf(c), text.Substring(at, length), at));
            at += length;
        }

        found.Add(new ExpressionToken(ExpressionTokenKind.End, "<EOF>", text.Length));
        return found;
    }

    private static ExpressionTokenKind KindOf(char first) =>
        first switch
        {
            '#' => ExpressionTokenKind.Name,
            ':' => ExpressionTokenKind.Value,
            >= '0' and <= '9' => ExpressionTokenKind.Number,
            _ when IsPart(first) => ExpressionTokenKind.Word,
            _ => ExpressionTokenKind.Symbol,
        };

    private static int Run(string text, int from, Func<char, bool> isPart)
    {
        var end = from;
        while (end < text.Length && isPart(text[end]))
        {
            end++;
        }

        return end - from;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}

/// <summary>Errors of expressions in AWS's words.</summary>
internal static class ExpressionFault
{
    public static ServiceFault Of(string kind, string message) =>
        new("ValidationException", $"Invalid {kind}: {message}");

    public static ServiceFault Syntax(string kind, string text, ExpressionToken token)
    {
        var from = Math.Max(0, token.At - 10);
        var near = text[from..Math.Min(text.Length, token.At + token.Text.Length + 10)].Trim();
        return Of(kind, $"Syntax error; token: \"{token.Text}\", near: \"{near}\"");
    }

    public static ServiceFault Invalid(string message) => new("ValidationException", message);
}

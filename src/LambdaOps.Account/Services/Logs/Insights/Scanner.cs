using System.Text;

namespace LambdaOps.Account.Services.Logs.Insights;

internal enum TokenKind
{
    Word,

    /// <summary>A field's name in backticks.</summary>
    Quoted,
    Number,

    /// <summary>A number with a unit: 5m.</summary>
    Period,
    Text,
    Symbol,
    End,
}

/// <summary>One token of a query, at [<paramref name="At"/>, <paramref name="Until"/>) of its text.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int At, int Until)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The query cannot be understood; [From, Until) is the place in its text.</summary>
internal sealed class MalformedQueryException(string message, int from, int until) : Exception(message)
{
    public int From { get; } = from;

    public int Until { get; } = until;
}

/// <summary>
/// Cuts a query into tokens, one by one: only the parser knows whether a slash divides or begins an expression.
/// </summary>
internal sealed class Scanner(string query)
{
    private static readonly string[] s_symbols =
    [
        "!=",
        "<=",
        ">=",
        "=~",
        "=",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        ",",
        "|",
        "+",
        "-",
        "*",
        "/",
        "^",
        "%",
    ];

    private Token? _peeked;
    private int _at;

    public string Query => query;

    public Token Peek() => _peeked ??= Read();

    public Token Take()
    {
        var token = Peek();
        _peeked = null;
        return token;
    }

    public bool TakeIf(string symbol)
    {
        if (!Peek().Is(symbol))
        {
            return false;
        }

        Take();
        return true;
    }

    public bool TakeWord(string word)
    {
        if (!Peek().IsWord(word))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>/pattern/, where the next token is a slash; a slash inside is written \/.</summary>
    public Token TakePattern()
    {
        var begin = Take();
        var pattern = new StringBuilder();
        for (var at = begin.Until; at < query.Length && query[at] != '\n'; at++)
        {
            if (query[at] == '/')
            {
                _at = at + 1;
                return new Token(TokenKind.Text, pattern.ToString(), begin.At, _at);
            }

            if (query[at] == '\\' && at + 1 < query.Length)
            {
                pattern.Append(query[at + 1] == '/' ? "" : '\\').Append(query[++at]);
            }
            else
            {
                pattern.Append(query[at]);
            }
        }

        throw new MalformedQueryException("the regular expression has no end, expected /", begin.At, query.Length);
    }

    private Token Read()
    {
        SkipSpace();
        if (_at == query.Length)
        {
            return new Token(TokenKind.End, "the end", _at, _at);
        }

        var c = query[_at];
        return c switch
        {
            '"' or '\'' or '`' => ReadQuoted(c),
            _ when char.IsAsciiDigit(c) => ReadNumber(),
            _ when IsNamePart(c) => Cut(TokenKind.Word, Run(_at, IsNamePart)),
            _ when Array.Find(s_symbols, s => query.AsSpan(_at).StartsWith(s, StringComparison.Ordinal))
                    is { } symbol => Cut(TokenKind.Symbol, symbol.Length),
            _ => throw new MalformedQueryException($"unexpected character '{c}'", _at, _at + 1),
        };
    }

    private void SkipSpace()
    {
        while (_at < query.Length && (char.IsWhiteSpace(query[_at]) || query[_at] == '#'))
        {
            _at += query[_at] == '#' ? Run(_at, c => c != '\n') : 1;
        }
    }

    private Token ReadNumber()
    {
        var length = Run(_at, c => char.IsAsciiDigit(c) || c == '.');
        var unit = Run(_at + length, char.IsAsciiLetter);
        return Cut(unit > 0 ? TokenKind.Period : TokenKind.Number, length + unit);
    }

    private Token ReadQuoted(char mark)
    {
        var text = new StringBuilder();
        for (var at = _at + 1; at < query.Length; at++)
        {
            if (query[at] == mark)
            {
                var token = new Token(mark == '`' ? TokenKind.Quoted : TokenKind.Text, text.ToString(), _at, at + 1);
                _at = at + 1;
                return token;
            }

            at += query[at] == '\\' && at + 1 < query.Length && mark != '`' ? 1 : 0;
            text.Append(query[at]);
        }

        throw new MalformedQueryException($"the text has no end, expected {mark}", _at, query.Length);
    }

    private Token Cut(TokenKind kind, int length)
    {
        var token = new Token(kind, query.Substring(_at, length), _at, _at + length);
        _at += length;
        return token;
    }

    private int Run(int from, Func<char, bool> belongs)
    {
        var until = from;
        while (until < query.Length && belongs(query[until]))
        {
            until++;
        }

        return until - from;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '@' or '.';
}

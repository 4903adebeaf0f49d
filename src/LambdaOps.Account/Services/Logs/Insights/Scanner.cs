using System.Text;

namespace LambdaOps.Account.Services.Logs.Insights;

internal enum QueryTokenKind
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
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int At, int Until)
{
    public bool Is(string symbol) => Kind == QueryTokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) =>
        Kind == QueryTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
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

    private QueryToken? _peeked;
    private int _at;

    public string Query => query;

    public QueryToken Peek() => _peeked ??= Read();

    public QueryToken Take()
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
    public QueryToken TakePattern()
    {
        var begin = Take();
        var pattern = new StringBuilder();
        for (var at = begin.Until; at < query.Length && query[at] != '\n'; at++)
        {
            if (query[at] == '/')
            {
                _at = at + 1;
                return new QueryToken(QueryTokenKind.Text, pattern.ToString(), begin.At, _at);
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

    private QueryToken Read()
    {
        SkipSpace();
        if (_at == query.Length)
        {
            return new QueryToken(QueryTokenKind.End, "the end", _at, _at);
        }

        var c = query[_at];
        return c switch
        {
            '"' or '\'' or '`' => ReadQuoted(c),
            _ when char.IsAsciiDigit(c) => ReadNumber(),
            _ when IsNamePart(c) => Cut(QueryTokenKind.Word, Run(_at, IsNamePart)),
            _ when Array.Find(s_symbols, s => query.AsSpan(_at).StartsWith(s, StringComparison.Ordinal))
                    is { } symbol => Cut(QueryTokenKind.Symbol, symbol.Length),
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

    private QueryToken ReadNumber()
    {
        var length = Run(_at, c => char.IsAsciiDigit(c) || c == '.');
        var unit = Run(_at + length, char.IsAsciiLetter);
        return Cut(unit > 0 ? QueryTokenKind.Period : QueryTokenKind.Number, length + unit);
    }

    private QueryToken ReadQuoted(char mark)
    {
        var text = new StringBuilder();
        for (var at = _at + 1; at < query.Length; at++)
        {
            if (query[at] == mark)
            {
                var token = new QueryToken(
                    mark == '`' ? QueryTokenKind.Quoted : QueryTokenKind.Text,
                    text.ToString(),
                    _at,
                    at + 1
                );
                _at = at + 1;
                return token;
            }

            at += query[at] == '\\' && at + 1 < query.Length && mark != '`' ? 1 : 0;
            text.Append(query[at]);
        }

        throw new MalformedQueryException($"the text has no end, expected {mark}", _at, query.Length);
    }

    private QueryToken Cut(QueryTokenKind kind, int length)
    {
        var token = new QueryToken(kind, query.Substring(_at, length), _at, _at + length);
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

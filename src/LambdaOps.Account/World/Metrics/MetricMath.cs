using System.Globalization;

namespace LambdaOps.Account.World.Metrics;

/// <summary>
/// CloudWatch metric math over series on one grid of periods: numbers, ids, + - * / ^, comparisons, AND, OR,
/// parentheses, [a, b], and the functions IF, FILL, ABS, CEIL, FLOOR, MIN, MAX, SUM, AVG, PERIOD. A missing operand
/// makes a missing result.
/// </summary>
public sealed class MetricMath
{
    private readonly string _text;
    private readonly Func<string, double?[]> _seriesOf;
    private readonly int _periods;
    private readonly int _periodSeconds;
    private int _at;

    private MetricMath(string text, int periods, int periodSeconds, Func<string, double?[]> seriesOf) =>
        (_text, _periods, _periodSeconds, _seriesOf) = (text, periods, periodSeconds, seriesOf);

    /// <exception cref="FormatException">The text is not an expression that is understood here.</exception>
    public static double?[] Evaluate(string text, int periods, int periodSeconds, Func<string, double?[]> seriesOf)
    {
        var math = new MetricMath(text, periods, periodSeconds, seriesOf);
        var result = math.ReadOr();
        return math.Peek() == '\0' ? result : throw math.Unexpected();
    }

    private double?[] ReadOr()
    {
        var left = ReadAnd();
        while (Take("||") || TakeWord("OR"))
        {
            left = Both(left, ReadAnd(), (a, b) => a != 0 || b != 0 ? 1 : 0);
        }

        return left;
    }

    private double?[] ReadAnd()
    {
        var left = ReadComparison();
        while (Take("&&") || TakeWord("AND"))
        {
            left = Both(left, ReadComparison(), (a, b) => a != 0 && b != 0 ? 1 : 0);
        }

        return left;
    }

    private double?[] ReadComparison()
    {
        var left = ReadSum();
        return this switch
        {
            _ when Take(">=") => Both(left, ReadSum(), (a, b) => a >= b ? 1 : 0),
            _ when Take("<=") => Both(left, ReadSum(), (a, b) => a <= b ? 1 : 0),
            _ when Take("==") => Both(left, ReadSum(), (a, b) => a.Equals(b) ? 1 : 0),
            _ when Take("!=") => Both(left, ReadSum(), (a, b) => a.Equals(b) ? 0 : 1),
            _ when Take(">") => Both(left, ReadSum(), (a, b) => a > b ? 1 : 0),
            _ when Take("<") => Both(left, ReadSum(), (a, b) => a < b ? 1 : 0),
            _ => left,
        };
    }

    private double?[] ReadSum()
    {
        var left = ReadProduct();
        while (true)
        {
            if (Take("+"))
            {
                left = Both(left, ReadProduct(), (a, b) => a + b);
            }
            else if (Take("-"))
            {
                left = Both(left, ReadProduct(), (a, b) => a - b);
            }
            else
            {
                return left;
            }
        }
    }

    private double?[] ReadProduct()
    {
        var left = ReadPower();
        while (true)
        {
            if (Take("*"))
            {
                left = Both(left, ReadPower(), (a, b) => a * b);
            }
            else if (Take("/"))
            {
                left = Both(left, ReadPower(), (a, b) => b == 0 ? null : a / b);
            }
            else
            {
                return left;
            }
        }
    }

    private double?[] ReadPower()
    {
        var left = ReadOne();
        return Take("^") ? Both(left, ReadPower(), (a, b) => Math.Pow(a, b)) : left;
    }

    private double?[] ReadOne()
    {
        if (Take("-"))
        {
            return Each(ReadOne(), a => -a);
        }

        if (Take("("))
        {
            var inner = ReadOr();
            Expect(")");
            return inner;
        }

        if (char.IsDigit(Peek()) || Peek() == '.')
        {
            return Constant(ReadNumber());
        }

        var word = ReadWord();
        return word.Length == 0 ? throw Unexpected()
            : Take("(") ? Call(word)
            : _seriesOf(word);
    }

    private double?[] Call(string function)
    {
        switch (function)
        {
            case "FILL":
                return ReadFill();
            case "PERIOD":
                ReadOr();
                Expect(")");
                return Constant(_periodSeconds);
            case "IF":
                return ReadIf();
            case "ABS" or "CEIL" or "FLOOR":
                var one = ReadOr();
                Expect(")");
                return Each(
                    one,
                    function switch
                    {
                        "ABS" => Math.Abs,
                        "CEIL" => Math.Ceiling,
                        _ => Math.Floor,
                    }
                );
            case "MIN" or "MAX" or "SUM" or "AVG":
                return Over(function, ReadList());
            default:
                throw new FormatException($"Unsupported function '{function}' in '{_text}'");
        }
    }

    private double?[] ReadIf()
    {
        var condition = ReadOr();
        Expect(",");
        var yes = ReadOr();
        var no = Take(",") ? ReadOr() : new double?[_periods];
        Expect(")");
        var result = new double?[_periods];
        for (var i = 0; i < _periods; i++)
        {
            result[i] = condition[i] is { } met ? (met != 0 ? yes[i] : no[i]) : null;
        }

        return result;
    }

    private double?[] ReadFill()
    {
        var result = (double?[])ReadOr().Clone();
        Expect(",");
        var repeat = TakeWord("REPEAT");
        var with = repeat ? new double?[_periods] : ReadOr();
        Expect(")");
        for (var i = 0; i < _periods; i++)
        {
            result[i] ??= repeat ? (i > 0 ? result[i - 1] : null) : with[i];
        }

        return result;
    }

    private List<double?[]> ReadList()
    {
        var bracket = Take("[");
        var list = new List<double?[]> { ReadOr() };
        while (Take(","))
        {
            list.Add(ReadOr());
        }

        if (bracket)
        {
            Expect("]");
        }

        Expect(")");
        return list;
    }

    /// <summary>Of several series period by period; of one series over all its periods, as CloudWatch does.</summary>
    private double?[] Over(string function, List<double?[]> list)
    {
        var result = new double?[_periods];
        for (var i = 0; i < _periods; i++)
        {
            var values = (list.Count == 1 ? list[0] : list.Select(s => s[i])).OfType<double>().ToList();
            result[i] =
                values.Count == 0
                    ? null
                    : function switch
                    {
                        "MIN" => values.Min(),
                        "MAX" => values.Max(),
                        "SUM" => values.Sum(),
                        _ => values.Average(),
                    };
        }

        return result;
    }

    private double?[] Constant(double value) => [.. Enumerable.Repeat<double?>(value, _periods)];

    private static double?[] Each(double?[] series, Func<double, double> of) =>
        [.. series.Select(v => v is { } known ? of(known) : (double?)null)];

    private double?[] Both(double?[] left, double?[] right, Func<double, double, double?> of)
    {
        var result = new double?[_periods];
        for (var i = 0; i < _periods; i++)
        {
            result[i] = left[i] is { } a && right[i] is { } b ? of(a, b) : null;
        }

        return result;
    }

    private double ReadNumber()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        return double.Parse(_text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
    }

    private string ReadWord()
    {
        Peek();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool TakeWord(string word)
    {
        Peek();
        var start = _at;
        if (ReadWord() == word)
        {
            return true;
        }

        _at = start;
        return false;
    }

    private bool Take(string wanted)
    {
        Peek();
        var found = string.CompareOrdinal(_text, _at, wanted, 0, wanted.Length) == 0;
        _at += found ? wanted.Length : 0;
        return found;
    }

    private void Expect(string wanted)
    {
        if (!Take(wanted))
        {
            throw Unexpected();
        }
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private FormatException Unexpected() => new($"Error in expression '{_text}' at {_at}");
}

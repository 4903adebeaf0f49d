using System.Globalization;
using System.Text;

namespace LambdaOps.Compat.SourceGenerator.Model;

/// <summary>
/// A value of a model file: null, bool, double, string, a list or an object. A reader of its own, as a generator that
/// brings System.Text.Json along meets the compiler's copy of it.
/// </summary>
internal sealed class Json
{
    private readonly object? _value;

    private Json(object? value) => _value = value;

    public Json? this[string name] => Members.FirstOrDefault(member => member.Key == name).Value;

    /// <summary>The members in the file's order.</summary>
    public IReadOnlyList<KeyValuePair<string, Json>> Members => _value as List<KeyValuePair<string, Json>> ?? [];

    public IReadOnlyList<Json> Items => _value as List<Json> ?? [];

    public string? Text => _value as string;

    public bool IsTrue => _value is true;

    /// <exception cref="FormatException">The text is no JSON.</exception>
    public static Json Parse(string text)
    {
        var reader = new Reader(text);
        var value = reader.Value();
        reader.End();
        return value;
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public Json Value() =>
            Peek() switch
            {
                '{' => new(Object()),
                '[' => new(List()),
                '"' => new(String()),
                't' => Word("true", true),
                'f' => Word("false", false),
                'n' => Word("null", null),
                _ => new(Number()),
            };

        public void End()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            if (_at < text.Length)
            {
                throw Wrong();
            }
        }

        private List<KeyValuePair<string, Json>> Object()
        {
            var members = new List<KeyValuePair<string, Json>>();
            Expect('{');
            while (Peek() != '}')
            {
                Separate(members.Count);
                var name = String();
                Expect(':');
                members.Add(new(name, Value()));
            }

            Expect('}');
            return members;
        }

        private List<Json> List()
        {
            var items = new List<Json>();
            Expect('[');
            while (Peek() != ']')
            {
                Separate(items.Count);
                items.Add(Value());
            }

            Expect(']');
            return items;
        }

        private string String()
        {
            Expect('"');
            var read = new StringBuilder();
            for (; ; )
            {
                var next = Next();
                if (next == '"')
                {
                    return read.ToString();
                }

                read.Append(next == '\\' ? Escaped() : next);
            }
        }

        private char Escaped()
        {
            var escaped = Next();
            switch (escaped)
            {
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u' when _at + 4 <= text.Length:
                    _at += 4;
                    return (char)
                        int.Parse(text.Substring(_at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                default:
                    return escaped is '"' or '\\' or '/' ? escaped : throw Wrong();
            }
        }

        private double Number()
        {
            var from = _at;
            while (_at < text.Length && "+-.eE0123456789".IndexOf(text[_at]) >= 0)
            {
                _at++;
            }

            return double.TryParse(
                text.Substring(from, _at - from),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : throw Wrong();
        }

        private Json Word(string word, object? value)
        {
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            {
                throw Wrong();
            }

            _at += word.Length;
            return new(value);
        }

        private void Separate(int before)
        {
            if (before > 0)
            {
                Expect(',');
            }
        }

        private void Expect(char expected)
        {
            if (Peek() != expected)
            {
                throw Wrong();
            }

            _at++;
        }

        private char Peek()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return _at < text.Length ? text[_at] : throw Wrong();
        }

        private char Next() => _at < text.Length ? text[_at++] : throw Wrong();

        private FormatException Wrong() => new($"There is no JSON at character {_at}.");
    }
}

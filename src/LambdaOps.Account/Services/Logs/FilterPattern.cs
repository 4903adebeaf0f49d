using System.Text.RegularExpressions;
using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Services.Logs;

/// <summary>
/// A filter pattern of FilterLogEvents: terms and "phrases" that must all be contained, -terms that must not, ?terms of
/// which one must, %expressions%; and { $.field = value } with &amp;&amp; and ||, for messages in JSON.
/// </summary>
internal abstract partial class FilterPattern
{
    /// <exception cref="ServiceFault">It is no pattern, or one that is not known here.</exception>
    public static FilterPattern Parse(string pattern)
    {
        var text = pattern.Trim();
        return text.StartsWith('{') ? new Selector(JsonSelector.Parse(text))
            : text.StartsWith('[') ? throw Invalid("The simulated account knows no space-delimited patterns ([…]) yet.")
            : Terms.Of(text);
    }

    public abstract bool Matches(LogEvent logged);

    /// <summary>A quoted text without the backslashes that protect what stands behind them.</summary>
    internal static string Unescaped(string quoted) => Escaped().Replace(quoted, "$1");

    internal static ServiceFault Invalid(string message) => new("InvalidParameterException", message);

    [GeneratedRegex(@"\G\s*(?<mark>[?-]?)(?:""(?<phrase>(?:[^""\\]|\\.)*)""|%(?<regex>[^%]+)%|(?<term>[^\s""%]+))")]
    private static partial Regex Piece();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();

    private sealed class Selector(Func<LogEvent, bool> matches) : FilterPattern
    {
        public override bool Matches(LogEvent logged) => matches(logged);
    }

    private sealed class Terms : FilterPattern
    {
        private readonly List<Func<string, bool>> _all = [];
        private readonly List<Func<string, bool>> _any = [];

        public static Terms Of(string pattern)
        {
            var terms = new Terms();
            var at = 0;
            while (at < pattern.Length)
            {
                var piece = Piece().Match(pattern, at);
                if (!piece.Success)
                {
                    throw Invalid($"Invalid character(s) in term '{pattern[at..].Trim()}'");
                }

                terms.Add(piece.Groups["mark"].Value, Test(piece));
                at = piece.Index + piece.Length;
            }

            return terms;
        }

        public override bool Matches(LogEvent logged)
        {
            if (_all.Count + _any.Count == 0)
            {
                return true;
            }

            var message = logged.Message;
            // Beside other terms, the ones with ? do not count.
            return _all.Count > 0 ? _all.TrueForAll(test => test(message)) : _any.Exists(test => test(message));
        }

        private void Add(string mark, Func<string, bool> test)
        {
            switch (mark)
            {
                case "?":
                    _any.Add(test);
                    break;
                case "-":
                    _all.Add(message => !test(message));
                    break;
                default:
                    _all.Add(test);
                    break;
            }
        }

        private static Func<string, bool> Test(Match piece)
        {
            if (piece.Groups["regex"] is { Success: true } expression)
            {
                return Compile(expression.Value).IsMatch;
            }

            if (piece.Groups["phrase"] is { Success: true } quoted)
            {
                var phrase = Unescaped(quoted.Value);
                return message => message.Contains(phrase, StringComparison.Ordinal);
            }

            var term = piece.Groups["term"].Value;
            return term.All(c => char.IsLetterOrDigit(c) || c == '_')
                ? message => message.Contains(term, StringComparison.Ordinal)
                : throw Invalid($"Invalid character(s) in term '{term}'");
        }

        private static Regex Compile(string expression)
        {
            try
            {
                return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            }
            catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
            {
                throw Invalid($"Invalid regular expression '{expression}'");
            }
        }
    }
}

using System.Text;

namespace LambdaOps.Core.Reports;

/// <summary>
/// One line of Markdown. Names, reasons and people's words come in by <see cref="Of"/> only, so that none of them is
/// read as a heading, a list, a link or HTML.
/// </summary>
public readonly record struct MarkdownText
{
    private const string Special = @"\`*[]<>|~&";

    private MarkdownText(string value) => Value = value;

    public string Value { get; }

    /// <summary>Plain text: line breaks become spaces, what Markdown reads becomes text.</summary>
    public static MarkdownText Of(string text)
    {
        var written = new StringBuilder(text.Length + 8);
        foreach (var letter in text.Trim())
        {
            if (char.IsControl(letter) || char.IsWhiteSpace(letter))
            {
                written.Append(' ');
                continue;
            }

            if (Special.Contains(letter, StringComparison.Ordinal) || (letter == '_' && !IsWithinWord(written)))
            {
                written.Append('\\');
            }

            written.Append(letter);
        }

        return new(EscapeStart(written).ToString());
    }

    /// <summary>A command as people type it; its value has no backquote.</summary>
    public static MarkdownText Code(string text) => new($"`{text.Replace('`', '\'')}`");

    /// <summary>A text of LambdaOps with its places filled.</summary>
    public static MarkdownText Written(
        NoticeTexts texts,
        string key,
        params ReadOnlySpan<(string Place, MarkdownText Value)> values
    )
    {
        var filled = new (string, string)[values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            filled[at] = (values[at].Place, values[at].Value.Value);
        }

        return new(texts.Write(key, filled));
    }

    public override string ToString() => Value;

    /// <summary>An underscore after a letter or digit begins no emphasis.</summary>
    private static bool IsWithinWord(StringBuilder written) => written.Length > 0 && char.IsLetterOrDigit(written[^1]);

    /// <summary>What begins a heading, a list or a quotation where a line, or an item of a list, begins.</summary>
    private static StringBuilder EscapeStart(StringBuilder written)
    {
        if (written.Length == 0)
        {
            return written;
        }

        if (written[0] is '#' or '-' or '+' or '=')
        {
            return written.Insert(0, '\\');
        }

        var digits = 0;
        while (digits < written.Length && char.IsAsciiDigit(written[digits]))
        {
            digits++;
        }

        return digits > 0 && digits < written.Length && written[digits] is '.' or ')'
            ? written.Insert(digits, '\\')
            : written;
    }
}

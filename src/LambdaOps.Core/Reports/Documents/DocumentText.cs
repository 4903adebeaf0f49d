using System.Globalization;
using System.Text;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>
/// Text that came from outside, made fit to be shown: names and messages of AWS may hold what hides or reorders the
/// text around them, and what no XML may hold.
/// </summary>
public static class DocumentText
{
    /// <summary>A longer text is a mistake, and would make the page unreadable.</summary>
    public const int MostLetters = 2000;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>One line without controls, direction marks and other letters that are not seen.</summary>
    public static string Clean(string text)
    {
        var written = new StringBuilder(Math.Min(text.Length, MostLetters));
        foreach (var rune in text.EnumerateRunes())
        {
            if (written.Length >= MostLetters)
            {
                return written.Append('…').ToString();
            }

            Append(written, rune);
        }

        return written.ToString().Trim();
    }

    /// <summary>At most so many letters; what is cut off is shown by an ellipsis.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end).TrimEnd(), "…");
    }

    /// <summary>How many columns of a terminal it takes: Japanese letters take two.</summary>
    public static int ColumnsOf(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns += ColumnsOf(rune);
        }

        return columns;
    }

    /// <summary>At most so many columns; what is cut off is shown by an ellipsis.</summary>
    public static string ShortenTo(string text, int mostColumns)
    {
        if (ColumnsOf(text) <= mostColumns)
        {
            return text;
        }

        var (written, columns) = (new StringBuilder(), 1);
        foreach (var rune in text.EnumerateRunes())
        {
            columns += ColumnsOf(rune);
            if (columns > mostColumns)
            {
                break;
            }

            written.Append(rune.ToString());
        }

        return written.ToString().TrimEnd() + "…";
    }

    private static void Append(StringBuilder written, Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control:
            case UnicodeCategory.LineSeparator:
            case UnicodeCategory.ParagraphSeparator:
                written.Append(' ');
                break;
            case UnicodeCategory.Format when rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner):
            // U+FFFE and U+FFFF, in every plane.
            case UnicodeCategory.OtherNotAssigned when (rune.Value & 0xFFFE) == 0xFFFE:
                break;
            default:
                written.Append(rune.ToString());
                break;
        }
    }

    private static int ColumnsOf(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ => IsWide(rune.Value) ? 2 : 1,
        };

    private static bool IsWide(int letter) =>
        letter
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0xA4CF)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0xFFE0 and <= 0xFFE6)
                or (>= 0x1F300 and <= 0x1FAFF)
                or (>= 0x20000 and <= 0x3FFFD);
}

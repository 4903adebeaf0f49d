using System.Text;
using System.Text.RegularExpressions;

namespace LambdaOps.Aws.Notifications;

/// <summary>
/// Text as it may go to people. Reasons of alarms, errors of AWS and what people wrote come in by notices, too: none of
/// them may call a whole channel, hide where a link leads, or turn the order of the letters around.
/// </summary>
internal static partial class ChatText
{
    /// <summary>Characters of a chat message; chat clients refuse longer ones.</summary>
    public const int Most = 10_000;

    private const string Gap = "\u200B";

    /// <summary>For a chat client that reads markdown: no mentions, no links with a text of their own.</summary>
    public static string Of(string text)
    {
        var plain = Plain(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        return Mention().Replace(plain, $"@{Gap}").Replace("](", $"]{Gap}(", StringComparison.Ordinal);
    }

    /// <summary>For any reader: nothing that is not seen and changes what is; line breaks and tabs stay.</summary>
    public static string Plain(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!IsHidden(letter))
            {
                written.Append(letter);
            }
        }

        return written.ToString();
    }

    /// <summary>The beginning of a text, with an ellipsis where something is left out, and no half of a letter.</summary>
    /// <param name="most">At least 1.</param>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[most - 2 < 0 ? 0 : most - 2]) ? most - 2 : most - 1;
        return $"{text.AsSpan(0, Math.Max(0, length))}…";
    }

    /// <summary>Controls, directions of writing, and characters without width.</summary>
    private static bool IsHidden(char letter) =>
        letter
            is (< ' ' and not ('\n' or '\r' or '\t'))
                or '\u007F'
                or (>= '\u0080' and <= '\u009F')
                or '\u061C'
                or (>= '\u200B' and <= '\u200F')
                or (>= '\u202A' and <= '\u202E')
                or (>= '\u2060' and <= '\u2069')
                or '\uFEFF';

    /// <summary>An @ before a word: "@channel", "@here", a person's name.</summary>
    [GeneratedRegex(@"@(?=\w)")]
    private static partial Regex Mention();
}

using System.Text;
using LambdaOps.Core.Reports;

namespace LambdaOps.Aws.Notifications;

/// <summary>A notice as an e-mail or a pager shows it.</summary>
internal static class PlainNotice
{
    /// <summary>
    /// SNS: fewer than 100 ASCII characters, no line breaks, starting with a letter, digit or punctuation.
    /// </summary>
    private const int SubjectLimit = 99;

    public static string Subject(Notice notice)
    {
        var text = new StringBuilder($"[{notice.Label}] {notice.Subject}");
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        }

        return text.Length <= SubjectLimit ? text.ToString() : text.ToString(0, SubjectLimit - 3) + "...";
    }

    public static string Text(Notice notice)
    {
        var text = new StringBuilder().AppendLine(notice.Title).AppendLine().AppendLine(notice.Text);
        foreach (var step in notice.NextSteps)
        {
            text.Append("- ").AppendLine(step);
        }

        string?[] last = [notice.IncidentLine, notice.PlaceLine];
        return last.Any(line => line is not null)
            ? text.AppendLine().AppendJoin('\n', last.OfType<string>()).ToString()
            : text.ToString();
    }
}

using System.Text;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>
/// Markup in which every text and every value is escaped and every element is closed: a page is well-formed whatever
/// stands in it, and a name can never become an element.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _written = new("<!DOCTYPE html>\n");
    private readonly Stack<string> _open = [];

    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(tag, attributes);
        _written.Append('>');
        _open.Push(tag);
        return this;
    }

    /// <summary>Closes what was opened last.</summary>
    public HtmlWriter Close()
    {
        var tag = _open.Pop();
        _written.Append("</").Append(tag).Append('>');
        return IsInLine(tag) ? this : NewLine();
    }

    /// <summary>An element with a text in it.</summary>
    public HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(tag, attributes).Text(text).Close();

    /// <summary>An element that has nothing in it.</summary>
    public HtmlWriter Empty(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(tag, attributes);
        _written.Append("/>");
        return NewLine();
    }

    public HtmlWriter Text(string text)
    {
        Escape(DocumentText.Clean(text));
        return this;
    }

    public HtmlWriter Space()
    {
        _written.Append(' ');
        return this;
    }

    /// <summary>The page's own styles, which hold nothing from outside.</summary>
    public HtmlWriter Style(string css)
    {
        _written.Append("<style>\n").Append(css).Append("</style>\n");
        return this;
    }

    public override string ToString() => _written.ToString();

    private void Begin(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _written.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            _written.Append(' ').Append(name).Append("=\"");
            Escape(DocumentText.Clean(value));
            _written.Append('"');
        }
    }

    private HtmlWriter NewLine()
    {
        _written.Append('\n');
        return this;
    }

    /// <summary>A line break after these would be seen as a space.</summary>
    private static bool IsInLine(string tag) => tag is "span" or "strong" or "a" or "small" or "text" or "title";

    private void Escape(string text)
    {
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '&':
                    _written.Append("&amp;");
                    break;
                case '<':
                    _written.Append("&lt;");
                    break;
                case '>':
                    _written.Append("&gt;");
                    break;
                case '"':
                    _written.Append("&quot;");
                    break;
                case '\'':
                    _written.Append("&#39;");
                    break;
                default:
                    _written.Append(letter);
                    break;
            }
        }
    }
}

using System.Globalization;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport.Helpers;

/// <summary>Messages with holes, as ILogger has them: <c>"scaled {Service} to {Count}"</c>, filled in order.</summary>
internal static class MessageTemplate
{
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "timestamp",
        "level",
        "requestId",
        "traceId",
        "tenantId",
        "message",
        "errorType",
        "errorMessage",
        "stackTrace",
    };

    internal static string Fill(string template, object[] arguments)
    {
        if (string.IsNullOrEmpty(template) || arguments is not { Length: > 0 })
        {
            return template ?? string.Empty;
        }

        var text = new StringBuilder(template.Length + 32);
        var rest = template.AsSpan();
        var next = 0;
        while (TryTakeHole(ref rest, text, out var hole))
        {
            if (next < arguments.Length)
            {
                Append(text, arguments[next++], hole);
            }
            else
            {
                text.Append('{').Append(hole).Append('}');
            }
        }

        return text.Append(rest).ToString();
    }

    internal static IEnumerable<(string Name, object Value)> Properties(string template, object[] arguments)
    {
        if (string.IsNullOrEmpty(template) || arguments is not { Length: > 0 })
        {
            return [];
        }

        var found = new List<(string, object)>();
        var rest = template.AsSpan();
        var skipped = new StringBuilder();
        for (var next = 0; next < arguments.Length && TryTakeHole(ref rest, skipped, out var hole); next++)
        {
            var name = NameOf(hole);
            if (!Taken.Contains(name) && !found.Exists(p => p.Item1 == name) && !char.IsAsciiDigit(name[0]))
            {
                found.Add((name, arguments[next]));
            }
        }

        return found;
    }

    // Text before the hole goes to `text`; a doubled brace is a brace.
    private static bool TryTakeHole(ref ReadOnlySpan<char> rest, StringBuilder text, out string hole)
    {
        while (rest.IndexOfAny('{', '}') is var at and >= 0)
        {
            text.Append(rest[..at]);
            var brace = rest[at];
            rest = rest[(at + 1)..];
            if (rest.Length > 0 && rest[0] == brace)
            {
                rest = rest[1..];
                text.Append(brace);
                continue;
            }

            var end = brace == '{' ? rest.IndexOf('}') : -1;
            if (end <= 0)
            {
                text.Append(brace);
                continue;
            }

            hole = rest[..end].ToString();
            rest = rest[(end + 1)..];
            return true;
        }

        hole = null;
        return false;
    }

    private static string NameOf(string hole)
    {
        var end = hole.AsSpan().IndexOfAny(',', ':');
        var name = (end > 0 ? hole[..end] : hole).TrimStart('@', '$').Trim();
        return name.Length > 0 ? name : "0";
    }

    private static void Append(StringBuilder text, object value, string hole)
    {
        var colon = hole.IndexOf(':', StringComparison.Ordinal);
        var format = colon >= 0 ? hole[(colon + 1)..] : null;
        text.Append(
            value is IFormattable formattable
                ? formattable.ToString(format, CultureInfo.InvariantCulture)
                : value?.ToString()
        );
    }
}

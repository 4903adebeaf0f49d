using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport.Helpers;

/// <summary>One log entry and its two forms: a JSON object, or fields separated by tabs.</summary>
internal sealed record LogLine(
    DateTimeOffset Time,
    LogLevel Level,
    string Template,
    object[] Arguments,
    Exception Exception,
    IRuntimeApiHeaders Headers
)
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private string Timestamp => Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    internal string ToText()
    {
        var text = new StringBuilder(Timestamp).Append('\t').Append(Headers?.AwsRequestId).Append('\t');
        text.Append(LogLevels.Short(Level)).Append('\t');
        var message = MessageTemplate.Fill(Template, Arguments);
        text.Append(message);
        if (Exception != null)
        {
            text.Append(message.Length > 0 ? "\n" : string.Empty).Append(Exception);
        }

        return text.ToString();
    }

    internal string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Timestamp);
            json.WriteString("level", Level.ToString());
            WriteUnlessEmpty(json, "requestId", Headers?.AwsRequestId);
            WriteUnlessEmpty(json, "traceId", Headers?.TraceId);
            WriteUnlessEmpty(json, "tenantId", Headers?.TenantId);
            json.WriteString("message", MessageTemplate.Fill(Template, Arguments));
            foreach (var (name, value) in MessageTemplate.Properties(Template, Arguments))
            {
                WriteProperty(json, name, value);
            }

            WriteException(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool b:
                json.WriteBoolean(name, b);
                break;
            case int i:
                json.WriteNumber(name, i);
                break;
            case long l:
                json.WriteNumber(name, l);
                break;
            case double d when double.IsFinite(d):
                json.WriteNumber(name, d);
                break;
            case decimal m:
                json.WriteNumber(name, m);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteException(Utf8JsonWriter json)
    {
        if (Exception == null)
        {
            return;
        }

        json.WriteString("errorType", Exception.GetType().FullName);
        json.WriteString("errorMessage", Exception.Message);
        json.WriteStartArray("stackTrace");
        foreach (var line in Exception.ToString().Split('\n', StringSplitOptions.TrimEntries))
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }
}

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

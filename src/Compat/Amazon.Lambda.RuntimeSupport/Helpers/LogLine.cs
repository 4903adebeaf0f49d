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

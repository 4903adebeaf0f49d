using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>
/// Writes a value without reflection: what JSON has, times, dictionaries, sequences and exceptions; anything else by
/// its ToString.
/// </summary>
internal sealed class JsonValues
{
    private const int Deepest = 8;
    private readonly Utf8JsonWriter _json;
    private readonly FieldNames _names;

    internal JsonValues(Utf8JsonWriter json, FieldNames names)
    {
        _json = json;
        _names = names;
    }

    internal void Write(object value) => Write(value, 0);

    private void Write(object value, int depth)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case string text:
                _json.WriteStringValue(text);
                break;
            case bool truth:
                _json.WriteBooleanValue(truth);
                break;
            case int or short or sbyte or byte or ushort or long or uint:
                _json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                _json.WriteNumberValue(number);
                break;
            case decimal number:
                _json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                _json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                _json.WriteNumberValue(number);
                break;
            case DateTime time:
                _json.WriteStringValue(time);
                break;
            case DateTimeOffset time:
                _json.WriteStringValue(time);
                break;
            case Guid id:
                _json.WriteStringValue(id);
                break;
            case TimeSpan span:
                _json.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture));
                break;
            case JsonElement element:
                element.WriteTo(_json);
                break;
            case Exception exception when depth < Deepest:
                WriteException(exception, depth);
                break;
            case IDictionary map when depth < Deepest:
                WriteMap(map, depth);
                break;
            case IEnumerable items when depth < Deepest:
                WriteItems(items, depth);
                break;
            default:
                _json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteException(Exception exception, int depth)
    {
        _json.WriteStartObject();
        _json.WriteString(_names.Write("Type"), exception.GetType().FullName);
        _json.WriteString(_names.Write("Message"), exception.Message);
        if (exception.Source is { } source)
        {
            _json.WriteString(_names.Write("Source"), source);
        }

        if (exception.StackTrace is { } stack)
        {
            _json.WriteString(_names.Write("StackTrace"), stack);
        }

        if (exception.InnerException is { } inner)
        {
            _json.WritePropertyName(_names.Write("InnerException"));
            Write(inner, depth + 1);
        }

        _json.WriteEndObject();
    }

    private void WriteMap(IDictionary map, int depth)
    {
        _json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            _json.WritePropertyName(_names.Write(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)));
            Write(entry.Value, depth + 1);
        }

        _json.WriteEndObject();
    }

    private void WriteItems(IEnumerable items, int depth)
    {
        _json.WriteStartArray();
        foreach (var item in items)
        {
            Write(item, depth + 1);
        }

        _json.WriteEndArray();
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaOps.Core;

/// <summary>
/// An enum in JSON: the name of one of its values, and nothing else. The library's own converter does much more, and is
/// compiled again for each type: together a fiftieth of the package.
/// </summary>
public class EnumAsName<T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly EnumNames _names;

    public EnumAsName()
        : this([]) { }

    /// <param name="otherwise">
    /// Values that have another name in JSON, the one of old records: their names in code and in JSON.
    /// </param>
    protected EnumAsName(params (string InCode, string InJson)[] otherwise) =>
        _names = new EnumNames(typeof(T), otherwise);

    /// <exception cref="JsonException">It is no name of a value.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (T)_names.Value(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(_names.NameOf(value.ToString()));
}

/// <summary>The names of an enum's values; not generic, so that it is compiled once.</summary>
internal sealed class EnumNames(Type type, params (string InCode, string InJson)[] otherwise)
{
    private readonly Dictionary<string, object> _values = Enum.GetNames(type)
        .ToDictionary(
            inCode => Array.Find(otherwise, one => one.InCode == inCode).InJson ?? inCode,
            inCode => Enum.Parse(type, inCode),
            StringComparer.Ordinal
        );

    public object Value(string inJson) =>
        _values.TryGetValue(inJson, out var value)
            ? value
            : throw new JsonException($"expected one of {string.Join(", ", _values.Keys)}");

    public string NameOf(string inCode) => Array.Find(otherwise, one => one.InCode == inCode).InJson ?? inCode;
}

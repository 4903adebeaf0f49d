using System.Text.Json;
using Amazon.Runtime;
using Amazon.Util;

namespace LambdaOps.Compat;

/// <summary>Writes members of awsJson objects. A member that is null is not written.</summary>
internal static class JsonWriting
{
    internal static void Member(this Utf8JsonWriter json, string name, string value)
    {
        if (value != null)
            json.WriteString(name, value);
    }

    internal static void Member(this Utf8JsonWriter json, string name, ConstantClass value) =>
        json.Member(name, value?.Value);

    internal static void Member(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } set)
            json.WriteBoolean(name, set);
    }

    internal static void Member(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } set)
            json.WriteNumber(name, set);
    }

    internal static void Member(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } set)
            json.WriteNumber(name, set);
    }

    /// <summary>NaN and the infinities are no JSON numbers; they go as strings.</summary>
    internal static void Member(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is not { } set)
            return;
        if (double.IsFinite(set))
            json.WriteNumber(name, set);
        else if (double.IsNaN(set))
            json.WriteString(name, "NaN");
        else
            json.WriteString(name, set > 0 ? "Infinity" : "-Infinity");
    }

    /// <summary>Seconds since 1970, with milliseconds.</summary>
    internal static void Member(this Utf8JsonWriter json, string name, DateTime? value)
    {
        if (value is { } set)
            json.WriteNumber(name, EpochSeconds(set));
    }

    internal static void Member<T>(this Utf8JsonWriter json, string name, T value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value == null)
            return;
        json.WritePropertyName(name);
        Object(json, value, write);
    }

    internal static void Member(this Utf8JsonWriter json, string name, List<string> values)
    {
        if (values == null)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    internal static void Member<T>(
        this Utf8JsonWriter json,
        string name,
        List<T> values,
        Action<Utf8JsonWriter, T> write
    )
    {
        if (values == null)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            Object(json, value, write);
        json.WriteEndArray();
    }

    internal static void Member(this Utf8JsonWriter json, string name, Dictionary<string, string> map)
    {
        if (map == null)
            return;
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    internal static void Member<T>(
        this Utf8JsonWriter json,
        string name,
        Dictionary<string, T> map,
        Action<Utf8JsonWriter, T> write
    )
    {
        if (map == null)
            return;
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WritePropertyName(key);
            Object(json, value, write);
        }
        json.WriteEndObject();
    }

    private static void Object<T>(Utf8JsonWriter json, T value, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        write(json, value);
        json.WriteEndObject();
    }

    private static decimal EpochSeconds(DateTime time) =>
        new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000m;
}

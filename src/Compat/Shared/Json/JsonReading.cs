using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Util;

namespace LambdaOps.Compat;

/// <summary>Reads members of awsJson objects. A member that is absent or null is null.</summary>
internal static class JsonReading
{
    private const DateTimeStyles Utc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;

    internal static string String(this JsonElement json, string name) =>
        json.Member(name) is { } value ? AsString(value) : null;

    internal static int? Int(this JsonElement json, string name) =>
        json.Member(name) is { } value ? AsInt(value) : null;

    internal static long? Long(this JsonElement json, string name) =>
        json.Member(name) is { } value ? AsLong(value) : null;

    internal static double? Double(this JsonElement json, string name) =>
        json.Member(name) is { } value ? AsDouble(value) : null;

    internal static bool? Bool(this JsonElement json, string name) =>
        json.Member(name) is { } value ? AsBool(value) : null;

    internal static DateTime? Time(this JsonElement json, string name) =>
        json.Member(name) is { } value ? AsTime(value) : null;

    internal static T Structure<T>(this JsonElement json, string name, Func<JsonElement, T> read)
        where T : class => json.Member(name) is { } value ? read(value) : null;

    internal static List<T> List<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Member(name) is { } array ? AsList(array, read) : null;

    internal static Dictionary<string, T> Map<T>(this JsonElement json, string name, Func<JsonElement, T> read)
    {
        if (json.Member(name) is not { } value)
            return null;
        var map = new Dictionary<string, T>();
        foreach (var entry in value.EnumerateObject())
            map[entry.Name] = IsNull(entry.Value) ? default : read(entry.Value);
        return map;
    }

    internal static List<T> AsList<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var list = new List<T>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
            list.Add(IsNull(item) ? default : read(item));
        return list;
    }

    internal static string AsString(JsonElement value) => value.GetString();

    internal static int AsInt(JsonElement value) => value.GetInt32();

    internal static long AsLong(JsonElement value) => value.GetInt64();

    internal static bool AsBool(JsonElement value) => value.GetBoolean();

    /// <summary>NaN and the infinities come as strings.</summary>
    internal static double AsDouble(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString(), CultureInfo.InvariantCulture)
            : value.GetDouble();

    /// <summary>Seconds since 1970 with fractions; some older endpoints write ISO 8601.</summary>
    internal static DateTime AsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? DateTime.Parse(value.GetString(), CultureInfo.InvariantCulture, Utc)
            : AWSSDKUtils.ConvertFromUnixDecimalEpochSeconds(value.GetDecimal());

    private static JsonElement? Member(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && !IsNull(value) ? value : null;

    private static bool IsNull(JsonElement value) => value.ValueKind == JsonValueKind.Null;
}

using System.Globalization;
using Amazon.Runtime;

namespace LambdaOps.Compat;

/// <summary>Writes members as query parameters. A member that is null is not written.</summary>
/// <param name="parameters">Where parameters go.</param>
/// <param name="prefix">The path of the structure that is being written, with its last dot.</param>
internal readonly struct QueryWriter(IDictionary<string, string> parameters, string prefix)
{
    internal void Member(string name, string value)
    {
        if (value != null)
            parameters.Add(prefix + name, value);
    }

    internal void Member(string name, int? value) => Member(name, value?.ToString(CultureInfo.InvariantCulture));

    internal void Member(string name, MemoryStream value)
    {
        if (value != null)
            Member(name, Convert.ToBase64String(value.ToArray()));
    }

    /// <summary>A list that is there but empty is told as such: it can mean something else than none.</summary>
    internal void Member(string name, List<string> values)
    {
        if (values is { Count: 0 })
            Member(name, "");
        for (var i = 0; i < values?.Count; i++)
            Member($"{name}.member.{i + 1}", values[i]);
    }

    internal void Member<T>(string name, List<T> values, Action<QueryWriter, T> write)
    {
        if (values is { Count: 0 })
            Member(name, "");
        for (var i = 0; i < values?.Count; i++)
            write(Within($"{name}.member.{i + 1}"), values[i]);
    }

    internal void Member<T>(
        string name,
        Dictionary<string, T> map,
        string keyName,
        string valueName,
        Action<QueryWriter, T> write
    )
    {
        if (map == null)
            return;
        var index = 0;
        foreach (var (key, value) in map)
        {
            var entry = Within($"{name}.entry.{++index}");
            entry.Member(keyName, key);
            write(entry.Within(valueName), value);
        }
    }

    private QueryWriter Within(string name) => new(parameters, prefix + name + ".");
}

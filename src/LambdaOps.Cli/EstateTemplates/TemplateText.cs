using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// A template's text, changed in places: what is written is indented by two spaces, as the generator of
/// Amazon.Lambda.Annotations writes; every other byte stays as it is.
/// </summary>
public sealed class TemplateText(string text)
{
    private static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private byte[] _bytes = Encoding.UTF8.GetBytes(text);

    /// <summary>By path, of the bytes as they stand.</summary>
    private readonly Dictionary<string, Container> _read = new(StringComparer.Ordinal);

    /// <summary>An object's member or, without a name, an array's element.</summary>
    private readonly record struct Entry(string? Name, int Start, int ValueStart, int End);

    /// <summary>What stands between the brackets of an object or array.</summary>
    private readonly record struct Container(int Start, int End, List<Entry> Entries);

    /// <summary>How often it has been changed.</summary>
    public int Changes { get; private set; }

    public override string ToString() => Encoding.UTF8.GetString(_bytes);

    /// <summary>The value at a place, or null.</summary>
    /// <param name="path">Names of members and numbers of elements, separated by /.</param>
    public JsonNode? At(string path) =>
        Find(path) is { } entry ? JsonNode.Parse(_bytes.AsSpan(entry.ValueStart, entry.End - entry.ValueStart)) : null;

    /// <summary>Puts a value at a place; one that stands there already stays as it is written.</summary>
    /// <param name="after">The member behind which a new one comes; at the end when left out.</param>
    public void Set(string path, JsonNode value, string? after = null)
    {
        var (parent, name) = Split(path);
        if (Find(path) is { } old)
        {
            if (!JsonNode.DeepEquals(At(path), value))
            {
                Replace(old.ValueStart, old.End, Written(value, Depth(path)));
            }

            return;
        }

        var container = Read(parent);
        Insert(container, $"\"{name}\": ", value, path, IndexAfter(container, after));
    }

    /// <summary>Puts an element into an array, before the one of that number.</summary>
    public void Insert(string array, int index, JsonNode value) =>
        Insert(Read(array), "", value, $"{array}/{index}", index);

    /// <summary>Takes a member or element away, if it is there.</summary>
    public void Remove(string path)
    {
        if (Find(path) is not { } entry)
        {
            return;
        }

        var container = Read(Split(path).Parent);
        var index = container.Entries.IndexOf(entry);
        var (start, end) =
            container.Entries.Count == 1 ? (container.Start + 1, container.End - 1)
            : index > 0 ? (container.Entries[index - 1].End, entry.End)
            : (entry.Start, container.Entries[1].Start);
        Replace(start, end, "");
    }

    private void Insert(Container container, string name, JsonNode value, string path, int index)
    {
        var depth = Depth(path);
        var margin = "\n" + new string(' ', 2 * depth);
        var written = $"{name}{Written(value, depth)}";
        if (container.Entries.Count == 0)
        {
            Replace(container.Start + 1, container.End - 1, $"{margin}{written}{margin[..^2]}");
        }
        else if (index == 0)
        {
            Replace(container.Entries[0].Start, container.Entries[0].Start, $"{written},{margin}");
        }
        else
        {
            var before = container.Entries[index - 1].End;
            Replace(before, before, $",{margin}{written}");
        }
    }

    private static int IndexAfter(Container container, string? after) =>
        after is not null && container.Entries.FindIndex(entry => entry.Name == after) is >= 0 and var index
            ? index + 1
            : container.Entries.Count;

    private static (string Parent, string Name) Split(string path) =>
        path.LastIndexOf('/') is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : ("", path);

    private static int Depth(string path) => path.Count(one => one == '/') + 1;

    private static string Written(JsonNode value, int depth) =>
        value.ToJsonString(s_readable).Replace("\n", "\n" + new string(' ', 2 * depth), StringComparison.Ordinal);

    private void Replace(int start, int end, string written)
    {
        _bytes = [.. _bytes.AsSpan(0, start), .. Encoding.UTF8.GetBytes(written), .. _bytes.AsSpan(end)];
        _read.Clear();
        Changes++;
    }

    private Entry? Find(string path)
    {
        var (parent, name) = Split(path);
        foreach (var (index, entry) in Read(parent).Entries.Index())
        {
            if ((entry.Name ?? index.ToString(CultureInfo.InvariantCulture)) == name)
            {
                return entry;
            }
        }

        return null;
    }

    private Container Read(string path)
    {
        if (_read.TryGetValue(path, out var known))
        {
            return known;
        }

        var container =
            path.Length == 0 ? Read(0, _bytes.Length, "template")
            : Find(path) is { } entry ? Read(entry.ValueStart, entry.End, path)
            : throw new StackError(path, "found nothing there, expected what the template of LambdaOps has.");
        _read.Add(path, container);
        return container;
    }

    private Container Read(int from, int until, string path)
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(from, until - from));
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            throw new StackError(path, "expected an object or a list.");
        }

        var start = from + (int)reader.TokenStartIndex;
        var entries = new List<Entry>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var first = from + (int)reader.TokenStartIndex;
            var name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
            if (name is not null)
            {
                reader.Read();
            }

            var value = from + (int)reader.TokenStartIndex;
            reader.Skip();
            entries.Add(new Entry(name, first, value, from + (int)reader.BytesConsumed));
        }

        return new Container(start, from + (int)reader.BytesConsumed, entries);
    }
}

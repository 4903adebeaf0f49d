using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LambdaOps.Core.Estates;

/// <summary>
/// A place in a JSON document that remembers its path: reading something wrong notes an error and goes on with a
/// stand-in, so that one reading finds all errors. What follows only from an error already noted is not noted again.
/// </summary>
internal sealed class JsonPlace(string path, JsonElement? value, List<EstateError> errors, List<EstateWarning> warnings)
{
    /// <summary>Members of earlier versions, by the name that they have now. An estate may use them for now.</summary>
    private static readonly Dictionary<string, string> s_formerNames = new()
    {
        ["acknowledgeWithinMinutes"] = "answerWithinMinutes",
        ["backup"] = "safe",
        ["scaleInEverySeconds"] = "giveBackEverySeconds",
    };

    private readonly HashSet<string> _asked = [];
    private bool _isBroken;

    /// <summary>Whether something stands here. A null does, and is nobody's right value.</summary>
    public bool Exists => value is not null;

    public bool IsArray => value is { ValueKind: JsonValueKind.Array };

    /// <summary>
    /// A member of this object; noted as known, so that <see cref="NothingElse"/> can name the others.
    /// </summary>
    public JsonPlace this[string name]
    {
        get
        {
            _asked.Add(name);
            var member = Member(name);
            if (s_formerNames.TryGetValue(name, out var former) && Member(former) is { } old)
            {
                _asked.Add(former);
                Rename(former, name, isTwice: member is not null);
                (name, member) = member is null ? (former, old) : (name, member);
            }

            return new JsonPlace($"{path}.{name}", member, _isBroken ? [] : errors, warnings);
        }
    }

    private JsonElement? Member(string name) =>
        value is { ValueKind: JsonValueKind.Object } here && here.TryGetProperty(name, out var member) ? member : null;

    private void Rename(string former, string name, bool isTwice)
    {
        var place = $"{path}.{former}";
        if (isTwice)
        {
            var error = new EstateError(place, "both names of one member", $"{name} alone, its name now");
            if (!errors.Contains(error))
            {
                errors.Add(error);
            }
        }
        else if (!warnings.Any(one => one.Path == place))
        {
            warnings.Add(new EstateWarning(place, $"its name is {name} now; this one is still read"));
        }
    }

    public T Fail<T>(string expected, T standIn)
    {
        if (!_isBroken)
        {
            errors.Add(new EstateError(path, Describe(), expected));
        }

        return standIn;
    }

    public string Text(string expected, Regex? form = null) =>
        value is { ValueKind: JsonValueKind.String } text
        && text.GetString() is { Length: > 0 } found
        && (form is null || form.IsMatch(found))
            ? found
            : Fail(expected, "");

    /// <summary>A whole number; 0 stands in for one that cannot be read.</summary>
    public int Whole(int from, int to) =>
        value is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt32(out var found)
        && found >= from
        && found <= to
            ? found
            : Fail(string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}"), 0);

    public int Whole(int from, int to, int whenAbsent) => Exists ? Whole(from, to) : whenAbsent;

    public TimeSpan Seconds(int from, int to, TimeSpan whenAbsent) =>
        Exists ? TimeSpan.FromSeconds(Whole(from, to)) : whenAbsent;

    /// <summary>A number above zero; <paramref name="whenAbsent"/> stands in for one that is not there.</summary>
    public double Number(double to, double whenAbsent) =>
        value switch
        {
            null => whenAbsent,
            { ValueKind: JsonValueKind.Number } number
                when number.TryGetDouble(out var found) && found > 0 && found <= to => found,
            _ => Fail(string.Create(CultureInfo.InvariantCulture, $"a number above 0, at most {to}"), whenAbsent),
        };

    public bool Flag(bool whenAbsent) =>
        value switch
        {
            null => whenAbsent,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => Fail("true or false", whenAbsent),
        };

    public T OneOf<T>(T standIn)
        where T : struct, Enum => OneOf(standIn, Enum.GetValues<T>());

    /// <param name="offered">Those that may stand here.</param>
    /// <param name="why">Behind the list, where it lacks some.</param>
    public T OneOf<T>(T standIn, T[] offered, string why = "")
        where T : struct, Enum
    {
        var found = value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var index = Array.FindIndex(offered, one => Camel($"{one}") == found);
        return index >= 0
            ? offered[index]
            : Fail("one of " + string.Join(", ", offered.Select(one => $"\"{Camel($"{one}")}\"")) + why, standIn);
    }

    public Uri Url()
    {
        var text = value is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? url!
            : Fail("an http or https URL", new Uri("http://invalid.invalid/"));
    }

    /// <summary>The elements of an array, each with its place.</summary>
    public IReadOnlyList<JsonPlace> Items(string expected)
    {
        if (value is not { ValueKind: JsonValueKind.Array } array)
        {
            return Fail<IReadOnlyList<JsonPlace>>(expected, []);
        }

        return
        [
            .. array
                .EnumerateArray()
                .Select(
                    (item, index) =>
                        new JsonPlace(
                            string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"),
                            item,
                            errors,
                            warnings
                        )
                ),
        ];
    }

    /// <summary>The texts of an array that is not empty, each once.</summary>
    /// <param name="ofWhat">As in "an array of 1 to 4 names of indexes".</param>
    public ImmutableArray<string> EachOnce(int most, string ofWhat, string one, Regex form)
    {
        var expected = FormattableString.Invariant($"an array of 1 to {most} {ofWhat}");
        ImmutableArray<string> read = [.. Items(expected).Select(item => item.Text(one, form))];
        return IsArray && (read.Length == 0 || read.Length > most || read.Distinct().Count() < read.Length)
            ? Fail($"{expected}, each once", read)
            : read;
    }

    /// <summary>Notes an error unless this is an object.</summary>
    public bool IsObject(string expected)
    {
        if (value is { ValueKind: JsonValueKind.Object })
        {
            return true;
        }

        _isBroken = !Fail(expected, standIn: false);
        return false;
    }

    /// <summary>Names members that nobody asked for: a misspelt name must not be passed over.</summary>
    public void NothingElse()
    {
        if (value is not { ValueKind: JsonValueKind.Object } here)
        {
            return;
        }

        foreach (var member in here.EnumerateObject().Where(member => !_asked.Contains(member.Name)))
        {
            errors.Add(
                new EstateError(
                    $"{path}.{member.Name}",
                    "a member of that name",
                    "one of " + string.Join(", ", _asked.Order())
                )
            );
        }
    }

    /// <summary>"observe" for Observe; P1 stays P1.</summary>
    private static string Camel(string name) =>
        name.Length > 1 && char.IsLower(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;

    private string Describe()
    {
        const int Longest = 60;
        var raw = value?.GetRawText() ?? "nothing";
        return raw.Length <= Longest ? raw : raw[..Longest] + "…";
    }
}

using System.Text.Json;

namespace LambdaOps.Core.Estates;

/// <summary>What a JSON parser lets through and a file for people must not have.</summary>
internal static class JsonText
{
    /// <summary>
    /// Notes every member that stands twice in its object (a parser would silently take one of them) and every text
    /// that is not Unicode. False when there is such a text: reading on would throw.
    /// </summary>
    public static bool IsReadable(string path, JsonElement element, List<EstateError> errors) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => MembersAre(path, element, errors),
            JsonValueKind.Array => element
                .EnumerateArray()
                .Select((item, index) => IsReadable($"{path}[{index}]", item, errors))
                .Aggregate(true, (all, one) => all && one),
            JsonValueKind.String => Decode(element.GetString) is not null || NotUnicode(path, errors),
            _ => true,
        };

    private static bool MembersAre(string path, JsonElement element, List<EstateError> errors)
    {
        var areReadable = true;
        var seen = new HashSet<string>();
        foreach (var member in element.EnumerateObject())
        {
            if (Decode(() => member.Name) is not { } name)
            {
                areReadable = NotUnicode(path, errors);
                continue;
            }

            if (!seen.Add(name))
            {
                errors.Add(new EstateError($"{path}.{name}", "the member a second time", "each member once"));
            }

            areReadable &= IsReadable($"{path}.{name}", member.Value, errors);
        }

        return areReadable;
    }

    private static bool NotUnicode(string path, List<EstateError> errors)
    {
        errors.Add(new EstateError(path, "half of a surrogate pair", "Unicode text"));
        return false;
    }

    /// <summary>Null for a text with half a surrogate pair.</summary>
    private static string? Decode(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

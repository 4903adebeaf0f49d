using System.Globalization;
using System.Text.RegularExpressions;

namespace LambdaOps.Core;

/// <summary>The estate's name for one thing that is operated ("api-service").</summary>
public readonly record struct TargetId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// An incident's name, unique in the journal and readable: 20260115-api-service-031500 (UTC); a second one of the same
/// second is 20260115-api-service-031500.2.
/// </summary>
public readonly partial record struct IncidentId(string Value)
{
    /// <param name="last">The target's incident before; null when there was none.</param>
    public static IncidentId For(TargetId target, DateTimeOffset openedAt, IncidentId? last = null)
    {
        var name = string.Create(null, $"{openedAt.UtcDateTime:yyyyMMdd}-{target}-{openedAt.UtcDateTime:HHmmss}");
        var number =
            last?.Value is not { } before ? 0
            : before == name ? 1
            : before.StartsWith($"{name}.", StringComparison.Ordinal)
            && int.TryParse(before.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? n
            : 0;
        return new(number == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number + 1}"));
    }

    /// <summary>When it was opened, to the second; null where the id is of another form.</summary>
    public DateTimeOffset? OpenedAt =>
        Form().Match(Value) is { Success: true } match
        && DateTimeOffset.TryParseExact(
            $"{Value[..8]}{match.Groups["time"].Value}",
            "yyyyMMddHHmmss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;

    /// <summary>
    /// Reads an incident's id, or an offer's, which is its incident's with a number behind it; null when it is neither.
    /// </summary>
    /// <returns>The incident, its target, and whether the text is an offer's id.</returns>
    public static (IncidentId Incident, TargetId Target, bool IsOffer)? Read(string text) =>
        Form().Match(text) is { Success: true } match
            ? (new(match.Groups["incident"].Value), new(match.Groups["target"].Value), match.Groups["offer"].Success)
            : null;

    public override string ToString() => Value;

    [GeneratedRegex(
        @"^(?<incident>\d{8}-(?<target>.+)-(?<time>\d{6})(\.\d+)?)(?<offer>-\d{1,5})?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}

/// <summary>
/// An incident's number among those of one day of the estate, as people name it: #20260115-001. It is given once.
/// </summary>
public readonly partial record struct IncidentNumber(DateOnly Day, int Count)
{
    /// <summary>Reads "#20260115-001", with or without its sign; null when the text is no number.</summary>
    public static IncidentNumber? Read(string text) =>
        Form().Match(text) is { Success: true } match
        && DateOnly.TryParseExact(
            match.Groups["day"].ValueSpan,
            "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? new(day, int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Day:yyyyMMdd}-{Count:000}");

    [GeneratedRegex(@"^#?(?<day>\d{8})-(?<count>\d{3,6})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>
/// The Lambda function that runs a procedure, as its handler and its tick queue are named ("ServiceUnavailable").
/// </summary>
public readonly record struct FunctionName(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A procedure's name as the estate, the template and the record write it ("serviceUnavailable").</summary>
public readonly record struct ProcedureName(string Value)
{
    /// <summary>As its folder, its class and, by itself, its function are called ("ServiceUnavailable").</summary>
    public string Capitalised => Capital(Value);

    /// <summary>The word with a capital; it has a letter at least.</summary>
    public static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";

    public override string ToString() => Value;
}

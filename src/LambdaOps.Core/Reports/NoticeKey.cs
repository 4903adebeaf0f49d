using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>By which a record knows that people have been told.</summary>
internal static class NoticeKey
{
    /// <summary>What the title says beside the kind, in no language; and which guard denied.</summary>
    public static string Of(
        NoticeKind kind,
        Incident incident,
        Change? change,
        (string Place, string Value)[] values
    ) =>
        kind switch
        {
            NoticeKind.HandedOff or NoticeKind.LevelPaged or NoticeKind.Acknowledged or NoticeKind.Unattended =>
                incident.Severity.ToString(),
            _ when change is null => Value(values, "next") ?? Value(values, "test") ?? "",
            _ => string.Join(
                ' ',
                change
                    .Places.Select(place => place.Value)
                    .Prepend(change.Kind.Name)
                    .Concat(Value(values, "guard") is { } guard ? [guard] : Array.Empty<string>())
            ),
        };

    public static string? Value((string Place, string Value)[] values, string place) =>
        Array.Find(values, value => value.Place == place).Value;
}

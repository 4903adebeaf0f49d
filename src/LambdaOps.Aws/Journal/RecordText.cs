using System.Text;
using System.Text.Json;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// Records as the text of an item. The timeline bounds its own bytes; where all else together is still too much for
/// DynamoDB (400 KB an item), the record is written with less, since one that is refused is an incident that nobody looks
/// at.
/// </summary>
internal static class RecordText
{
    /// <summary>Bytes (UTF-8) of the text at most: beside it the item has its keys, and the index its own.</summary>
    public const int Most = 390 * 1024;

    /// <summary>Lines that are kept in any case: the first ones and the newest.</summary>
    private const int FewLines = 40;

    /// <summary>
    /// What has ended is an item of its own, so it goes first; then lines of the open incident, and its oldest attempts.
    /// </summary>
    public static string Of(TargetRecord record) =>
        First(
            () => Text(record),
            () => Text(record with { LastEnded = record.LastEnded is { } ended ? Less(ended) : null }),
            () => Text(record with { LastEnded = null }),
            () => Text(record with { LastEnded = null, Open = record.Open is { } open ? Less(open) : null })
        );

    public static string Of(Incident incident) =>
        First(
            () => JsonSerializer.Serialize(incident, JournalJson.Written.Incident),
            () => JsonSerializer.Serialize(Less(incident), JournalJson.Written.Incident)
        );

    private static string Text(TargetRecord record) =>
        JsonSerializer.Serialize(record, JournalJson.Written.TargetRecord);

    private static string First(params ReadOnlySpan<Func<string>> texts)
    {
        var text = "";
        foreach (var next in texts)
        {
            text = next();
            if (text.Length <= Most / 3 || Encoding.UTF8.GetByteCount(text) <= Most)
            {
                return text;
            }
        }

        return text;
    }

    private static Incident Less(Incident incident) =>
        incident with
        {
            Lines = incident.Lines.Few(FewLines),
            Attempts =
                incident.Attempts.Length <= FewLines
                    ? incident.Attempts
                    : incident.Attempts.RemoveRange(1, incident.Attempts.Length - FewLines),
        };
}

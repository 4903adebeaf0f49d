using System.Collections.Concurrent;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Engine;

/// <summary>The notices' languages, from the resources of Core; and notices in the record.</summary>
public static class Notices
{
    private const string English = "en";

    private static readonly ConcurrentDictionary<string, NoticeWriter> s_writers = new(StringComparer.Ordinal);

    /// <param name="culture">The estate's: "en" or "ja".</param>
    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static NoticeWriter In(string culture) => s_writers.GetOrAdd(
        culture, static language => new NoticeWriter(Read(language), Read(English)));

    /// <summary>
    /// That it was sent, or why not, in the record. A notice that fails again and again the same way is one line.
    /// </summary>
    /// <param name="failed">Why it was not sent; null when it was.</param>
    internal static Incident Noted(this Incident incident, Notice notice, string? failed, DateTimeOffset now)
    {
        var line = $"{notice.Line}: {failed}";
        return failed is null ? incident.Note(now, EntryKind.Notified, notice.Line)
            : incident.Lines.LastOrDefault(entry => entry.Kind == EntryKind.NotNotified)?.Text == line ? incident
            : incident.Note(now, EntryKind.NotNotified, line);
    }

    private static NoticeTexts Read(string culture)
    {
        using var stream = typeof(NoticeTexts).Assembly.GetManifestResourceStream($"notices.{culture}.json")
            ?? throw new ArgumentException($"there are no notices in '{culture}'", nameof(culture));
        using var reader = new StreamReader(stream);
        return NoticeTexts.Parse(reader.ReadToEnd());
    }
}

using System.Collections.Concurrent;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>The notices' languages, from the resources of Core; and notices in the record.</summary>
public static class Notices
{
    private const string English = "en";

    private static readonly ConcurrentDictionary<string, NoticeTexts> s_texts = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, NoticeTexts> s_reports = new(StringComparer.Ordinal);

    /// <param name="estate">Its culture is the language.</param>
    /// <param name="account">The account that LambdaOps runs in; null where nobody knows it.</param>
    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static NoticeWriter Of(Estate estate, string? account) =>
        new(In(estate.Culture), In(English), NoticePlace.Of(estate, account));

    /// <summary>Reports for people, in the estate's language.</summary>
    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static ReportWriter Reports(Estate estate, NoticePlace place) =>
        new(ReportTexts(estate.Culture), place, estate.Culture);

    /// <summary>An incident as a page, as its record stands.</summary>
    /// <param name="command">What a person writes to have it made again.</param>
    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static WrittenDocument Page(Estate estate, Incident incident, DateTimeOffset asOf, string command) =>
        Written(
            new IncidentPageWriter(
                In(estate.Culture),
                ReportTexts(estate.Culture),
                NoticePlace.Of(estate, account: null),
                estate.Culture
            ).Write(incident, asOf),
            command
        );

    /// <summary>A document that is put together, with the fixed words of its language.</summary>
    /// <param name="command">What a person writes to have it made again.</param>
    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static WrittenDocument Written(ReportDocument document, string command) =>
        new(document, command, ReportTexts(document.Culture));

    private static NoticeTexts ReportTexts(string culture) => s_reports.GetOrAdd(culture, one => Read("reports", one));

    /// <summary>Sends a notice, with where and when it is from.</summary>
    /// <returns>Null when it was sent, else why it was not.</returns>
    internal static Task<string?> SendAsync(
        this INotifier notifier,
        NoticeWriter writer,
        Notice notice,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => notifier.NotifyAsync(writer.At(notice, now), cancellationToken);

    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static NoticeTexts In(string culture) => s_texts.GetOrAdd(culture, one => Read("notices", one));

    /// <summary>
    /// That it was sent, or why not, in the record. A notice that fails again and again the same way is one line.
    /// </summary>
    /// <param name="failed">Why it was not sent; null when it was.</param>
    internal static Incident Noted(this Incident incident, Notice notice, string? failed, DateTimeOffset now)
    {
        var detail = EntryDetail.Notification.Of(notice) with { Failed = failed };
        return failed is null ? incident.Note(now, EntryKind.Notified, notice.Line, detail)
            : incident.Lines.LastOrDefault(entry => entry.Kind == EntryKind.NotNotified)?.Detail == detail ? incident
            : incident.Note(now, EntryKind.NotNotified, $"{notice.Line}: {failed}", detail);
    }

    private static NoticeTexts Read(string name, string culture)
    {
        using var stream =
            typeof(NoticeTexts).Assembly.GetManifestResourceStream($"{name}.{culture}.json")
            ?? throw new ArgumentException($"there are no {name} in '{culture}'", nameof(culture));
        using var reader = new StreamReader(stream);
        return NoticeTexts.Parse(reader.ReadToEnd());
    }
}

using System.Collections.Concurrent;
using LambdaOps.Core.Reports;

namespace LambdaOps.Engine;

/// <summary>The notices' languages, from the resources of Core.</summary>
public static class Notices
{
    private const string English = "en";

    private static readonly ConcurrentDictionary<string, NoticeWriter> s_writers = new(StringComparer.Ordinal);

    /// <param name="culture">The estate's: "en" or "ja".</param>
    /// <exception cref="ArgumentException">There are no texts in that language.</exception>
    public static NoticeWriter In(string culture) => s_writers.GetOrAdd(
        culture, static language => new NoticeWriter(Read(language), Read(English)));

    private static NoticeTexts Read(string culture)
    {
        using var stream = typeof(NoticeTexts).Assembly.GetManifestResourceStream($"notices.{culture}.json")
            ?? throw new ArgumentException($"there are no notices in '{culture}'", nameof(culture));
        using var reader = new StreamReader(stream);
        return NoticeTexts.Parse(reader.ReadToEnd());
    }
}

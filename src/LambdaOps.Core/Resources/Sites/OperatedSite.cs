using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>
/// A static site: objects in S3 that CloudFront serves. Its main page and further ones are swapped together.
/// </summary>
/// <param name="Bucket">The bucket behind the distribution.</param>
/// <param name="Key">The main page that is swapped ("index.html").</param>
/// <param name="DistributionId">The distribution whose cache is invalidated.</param>
/// <param name="Maintenance">The maintenance page's own object.</param>
/// <param name="Backup">Bucket and key prefix under which pages are kept while the maintenance page is up.</param>
public sealed record OperatedSite(
    TargetId Id,
    string Bucket,
    string Key,
    string DistributionId,
    ObjectPlace Maintenance,
    ObjectPlace Backup,
    Uri? Runbook
) : Resource(Id, Runbook)
{
    /// <summary>The most pages of one site: each is backed up and swapped before the restart of an outage.</summary>
    public const int MostPages = 20;

    /// <summary>Further pages that are swapped with the main one, for visitors with deep links ("talks.html").</summary>
    public ImmutableArray<string> MoreKeys { get; init; } = [];

    /// <summary>The keys of all pages, the main one first.</summary>
    public ImmutableArray<string> Keys => [Key, .. MoreKeys];

    /// <summary>All pages as looks and changes name them, the main one first: that one is null.</summary>
    public IEnumerable<string?> Pages => MoreKeys.Prepend<string?>(null);

    /// <summary>The object that a page is.</summary>
    /// <param name="page">Null for the main one.</param>
    public string KeyOf(string? page) => page ?? Key;

    /// <summary>The prefix of what the distribution serves, as far as a page's own key says: its folder.</summary>
    public static string ServedPrefix(string key) => key[..(key.LastIndexOf('/') + 1)];

    /// <summary>
    /// Where a page is kept for an incident: another page, or another incident, is another key. Pages of the same bytes
    /// have the same ETag, and may differ in their headers.
    /// </summary>
    /// <param name="page">Null for the main one.</param>
    public string SavedKey(IncidentId incident, string eTag, string? page = null) =>
        $"{Backup.Key}{Id}/{incident}/{eTag.Trim('"')}{(page is null ? "" : $"-{Short(page)}")}";

    /// <summary>Any key in digits, as short as a header with a mark wants it.</summary>
    private static string Short(string page) => Chance.Hash(0, page).ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>A place in S3: a key, or the prefix of keys.</summary>
public sealed record ObjectPlace(string Bucket, string Key);

using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// A site's pages and its backup bucket, with S3's conditions. Bytes are numbers: equal numbers are equal bytes.
/// </summary>
internal sealed class SiteModel
{
    private const double BusyShare = 0.15;

    /// <summary>One of so many further pages is named by the estate, and nobody has uploaded it.</summary>
    private const int PagesThatAreMissing = 4;

    private readonly Chance _chance;

    private static readonly TimeSpan s_busyAtMost = TimeSpan.FromMinutes(20);

    private readonly Dictionary<string, PageObject> _backups = new(StringComparer.Ordinal);
    private int _versions;
    private long _busyUntil;

    public SiteModel(OperatedSite operated, Chance chance)
    {
        (Operated, _chance) = (operated, chance);
        IsEncrypted = chance.Below(2) == 0;
        Pages =
        [
            .. operated.Pages.Select(
                (key, index) =>
                    new PageModel(
                        this,
                        key,
                        key is not null && chance.Below(PagesThatAreMissing) == 0
                            ? null
                            // The same bytes with other headers: the ETag is the same, and the object is another.
                            : new PageObject(index == 0 ? 1 : -index, "\"own-1\"", Marks: null)
                    )
            ),
        ];
    }

    public OperatedSite Operated { get; }

    /// <summary>Whether a KMS key encrypts its buckets: then a copy has an ETag of its own.</summary>
    public bool IsEncrypted { get; }

    /// <summary>The main one first.</summary>
    public ImmutableArray<PageModel> Pages { get; }

    /// <summary>When a person last deleted something of the backup bucket.</summary>
    public long? BackupRobbedAt { get; private set; }

    public IReadOnlyDictionary<string, PageObject> Backup => _backups;

    public IReadOnlySet<string> Invalidations => _invalidations;

    private readonly HashSet<string> _invalidations = new(StringComparer.Ordinal);

    /// <param name="key">Null for the main page.</param>
    public PageModel this[string? key] => Pages.First(page => page.Key == key);

    /// <summary>The page that a change is about; null for one that is about none.</summary>
    public PageModel? PageOf(Change change) => change is Change.OfPage { Key: var key } ? this[key] : null;

    /// <summary>Any of them.</summary>
    public PageModel Drawn(Chance chance) => Pages.Length == 1 ? Pages[0] : Pages[chance.Below(Pages.Length)];

    /// <summary>What visitors see.</summary>
    public ShownPage Shown =>
        ShownPage.Of(Operated, [.. Pages.Select(page => page.Page?.Marks?.By).OfType<IncidentId>()]);

    /// <param name="savedPage">Where the incident keeps a page; null where it keeps none.</param>
    public SitePages See(IncidentId incident, Func<string?, string?> savedPage) =>
        new([.. Pages.Select(page => new SitePage(page.Key, page.See(incident, savedPage(page.Key))))]);

    /// <summary>The number of the next object that is written.</summary>
    public int NextVersion() => ++_versions;

    public void Keep(string key, PageObject copy) => _backups[key] = copy;

    /// <summary>CreateInvalidation: the same reference again is the same invalidation.</summary>
    public void Invalidate(string reference) => _invalidations.Add(reference);

    /// <summary>
    /// Whether the CDN takes no more invalidations now: others have as many under way as it allows.
    /// </summary>
    public bool IsBusy(CampaignRun run)
    {
        var drawn = _chance.Share();
        var now = run.Clock.Ticks;
        if (now >= _busyUntil && run.IsFaulty && run.Options.Faults.Contains(FaultKind.BusyCdn) && drawn < BusyShare)
        {
            _busyUntil = now + (long)(drawn / BusyShare * s_busyAtMost.Ticks);
        }

        if (now < _busyUntil)
        {
            run.Strike(run.Current, FaultKind.BusyCdn, $"{Operated.Id}");
        }

        return now < _busyUntil;
    }

    /// <summary>A person empties the backup bucket.</summary>
    public void Rob(long at)
    {
        BackupRobbedAt = at;
        foreach (var page in Pages)
        {
            page.Lose();
        }

        _backups.Clear();
    }

    /// <summary>An object: its bytes, and the marks of a maintenance page.</summary>
    internal sealed record PageObject(int Bytes, string ETag, Marks? Marks)
    {
        /// <summary>Whether its own ACL lets others read it: no copy keeps that.</summary>
        public bool HasAcl { get; init; }

        /// <summary>Whether they have the same bytes and marks, whatever their ETags are.</summary>
        public bool IsCopyOf(PageObject? other) => other is not null && (Bytes, Marks) == (other.Bytes, other.Marks);
    }

    /// <summary>What LambdaOps writes on a maintenance page.</summary>
    internal sealed record Marks(IncidentId By, string Original, string SavedKey);
}

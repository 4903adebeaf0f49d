using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// A site's page and its backup bucket, with S3's conditions. Bytes are numbers: equal numbers are equal bytes.
/// </summary>
internal sealed class SiteModel(OperatedSite operated, Chance chance)
{
    private const double BusyShare = 0.15;

    /// <summary>One of so many pages that people put there has an ACL of its own.</summary>
    private const int PagesOfAnAcl = 3;

    /// <summary>Whether a KMS key encrypts its buckets: then a copy has an ETag of its own.</summary>
    private readonly bool _isEncrypted = chance.Below(2) == 0;

    private static readonly TimeSpan s_busyAtMost = TimeSpan.FromMinutes(20);

    private readonly Dictionary<string, PageObject> _backups = new(StringComparer.Ordinal);
    private int _versions;
    private long _busyUntil;

    public OperatedSite Operated => operated;

    /// <summary>What stands at the page; null when there is no object.</summary>
    public PageObject? Page { get; private set; } = new(1, "\"own-1\"", Marks: null);

    /// <summary>The newest page that a person put there.</summary>
    public PageObject? Persons { get; private set; } = new(1, "\"own-1\"", Marks: null);

    /// <summary>When a person last deleted something of the backup bucket.</summary>
    public long? BackupRobbedAt { get; private set; }

    /// <summary>Whether a copy was deleted that the page still needed.</summary>
    public bool IsLost { get; private set; }

    public IReadOnlyDictionary<string, PageObject> Backup => _backups;

    public IReadOnlySet<string> Invalidations => _invalidations;

    private readonly HashSet<string> _invalidations = new(StringComparer.Ordinal);

    /// <summary>What visitors see.</summary>
    public ShownPage Shown => new(Page?.Marks?.By);

    /// <param name="savedPage">Where the incident keeps a page; null where it keeps none.</param>
    public PageState See(IncidentId incident, string? savedPage) =>
        Page switch
        {
            null => new PageState.Absent(),
            { Marks: { } marks } up => new PageState.Maintenance(
                up.ETag,
                marks.By,
                marks.Original,
                marks.SavedKey,
                _backups.ContainsKey(marks.SavedKey)
            ),
            var own => new PageState.Own(own.ETag, _backups.ContainsKey(operated.SavedKey(incident, own.ETag)))
            {
                CopyOf =
                    savedPage is not null
                    && _backups.TryGetValue(savedPage, out var copy)
                    && copy.IsCopyOf(own)
                    && copy.ETag != own.ETag
                        ? savedPage
                        : null,
                Unkept = own.HasAcl ? "its object ACL grants READ to AllUsers, which no copy keeps" : null,
            },
        };

    /// <summary>CopyObject into the backup bucket, under x-amz-copy-source-if-match.</summary>
    public bool Save(string eTag, string key)
    {
        if (Page is not { } page || page.ETag != eTag)
        {
            return false;
        }

        _backups[key] = Copied(page);
        return true;
    }

    /// <summary>The maintenance page takes the page's place, under If-Match.</summary>
    public bool Publish(string eTag, Marks marks)
    {
        if (Page is not { } page || page.ETag != eTag)
        {
            return false;
        }

        Page = new PageObject(0, $"\"maintenance-{++_versions}\"", marks);
        return true;
    }

    /// <summary>A copy of the backup bucket takes the page's place, under If-Match.</summary>
    public bool Restore(string eTag, string key)
    {
        if (Page is not { } page || page.ETag != eTag || !_backups.TryGetValue(key, out var kept))
        {
            return false;
        }

        Page = Copied(kept);
        return true;
    }

    private PageObject Copied(PageObject original) =>
        original with
        {
            HasAcl = false,
            ETag = _isEncrypted ? $"\"copy-{++_versions}\"" : original.ETag,
        };

    /// <summary>CreateInvalidation: the same reference again is the same invalidation.</summary>
    public void Invalidate(string reference) => _invalidations.Add(reference);

    /// <summary>
    /// Whether the CDN takes no more invalidations now: others have as many under way as it allows.
    /// </summary>
    public bool IsBusy(CampaignRun run)
    {
        var drawn = chance.Share();
        var now = run.Clock.Ticks;
        if (now >= _busyUntil && run.IsFaulty && run.Options.Faults.Contains(FaultKind.BusyCdn) && drawn < BusyShare)
        {
            _busyUntil = now + (long)(drawn / BusyShare * s_busyAtMost.Ticks);
        }

        if (now < _busyUntil)
        {
            run.Strike(run.Current, FaultKind.BusyCdn, $"{operated.Id}");
        }

        return now < _busyUntil;
    }

    /// <summary>A person puts a page of their own there.</summary>
    public void Edit()
    {
        var version = ++_versions + 1;
        Page = Persons = new PageObject(version, $"\"own-{version}\"", Marks: null)
        {
            HasAcl = version % PagesOfAnAcl == 0,
        };
    }

    /// <summary>A person empties the backup bucket.</summary>
    public void Rob(long at)
    {
        (BackupRobbedAt, IsLost) = (at, IsLost || (Page?.Marks is { } marks && _backups.ContainsKey(marks.SavedKey)));
        _backups.Clear();
    }

    /// <summary>A person restores the newest page by hand.</summary>
    public void FixByHand()
    {
        Page = Persons;
        IsLost = false;
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

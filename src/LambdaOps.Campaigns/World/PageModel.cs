using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>One page of a site.</summary>
/// <param name="key">Null for the main one.</param>
/// <param name="first">What stands there at the start; null for no object.</param>
internal sealed class PageModel(SiteModel site, string? key, SiteModel.PageObject? first)
{
    /// <summary>One of so many pages that people put there has an ACL of its own.</summary>
    private const int PagesOfAnAcl = 3;

    public string? Key => key;

    /// <summary>It in words.</summary>
    public string Name => key is null ? site.Operated.Id.Value : $"{site.Operated.Id}/{key}";

    /// <summary>What stands at the page; null when there is no object.</summary>
    public SiteModel.PageObject? Page { get; private set; } = first;

    /// <summary>The newest page that a person put there.</summary>
    public SiteModel.PageObject? Persons { get; private set; } = first;

    /// <summary>When a person last put a page there.</summary>
    public long? EditedAt { get; private set; }

    /// <summary>Whether a copy was deleted that the page still needed.</summary>
    public bool IsLost { get; private set; }

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
                site.Backup.ContainsKey(marks.SavedKey)
            ),
            var own => new PageState.Own(
                own.ETag,
                site.Backup.ContainsKey(site.Operated.SavedKey(incident, own.ETag, key))
            )
            {
                CopyOf =
                    savedPage is not null
                    && site.Backup.TryGetValue(savedPage, out var copy)
                    && copy.IsCopyOf(own)
                    && copy.ETag != own.ETag
                        ? savedPage
                        : null,
                Unkept = own.HasAcl ? "its object ACL grants READ to AllUsers, which no copy keeps" : null,
            },
        };

    /// <summary>CopyObject into the backup bucket, under x-amz-copy-source-if-match.</summary>
    public bool Save(string eTag, string saved)
    {
        if (Page is not { } page || page.ETag != eTag)
        {
            return false;
        }

        site.Keep(saved, Copied(page));
        return true;
    }

    /// <summary>The maintenance page takes the page's place, under If-Match.</summary>
    public bool Publish(string eTag, SiteModel.Marks marks)
    {
        if (Page is not { } page || page.ETag != eTag)
        {
            return false;
        }

        Page = new SiteModel.PageObject(0, $"\"maintenance-{site.NextVersion()}\"", marks);
        return true;
    }

    /// <summary>A copy of the backup bucket takes the page's place, under If-Match.</summary>
    public bool Restore(string eTag, string saved)
    {
        if (Page is not { } page || page.ETag != eTag || !site.Backup.TryGetValue(saved, out var kept))
        {
            return false;
        }

        Page = Copied(kept);
        return true;
    }

    private SiteModel.PageObject Copied(SiteModel.PageObject original) =>
        original with
        {
            HasAcl = false,
            ETag = site.IsEncrypted ? $"\"copy-{site.NextVersion()}\"" : original.ETag,
        };

    /// <summary>A person puts a page of their own there.</summary>
    public void Edit(long at)
    {
        var version = site.NextVersion() + 1;
        EditedAt = at;
        Page = Persons = new SiteModel.PageObject(version, $"\"own-{version}\"", Marks: null)
        {
            HasAcl = version % PagesOfAnAcl == 0,
        };
    }

    public bool HasBackup(string saved) => site.Backup.ContainsKey(saved);

    /// <summary>The backup bucket is emptied.</summary>
    public void Lose() => IsLost |= Page?.Marks is { } marks && site.Backup.ContainsKey(marks.SavedKey);
}

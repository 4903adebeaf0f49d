using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>A static site: an object in S3 that CloudFront serves.</summary>
/// <param name="Bucket">The bucket behind the distribution.</param>
/// <param name="Key">The page that is swapped ("index.html").</param>
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
    /// <summary>The prefix of what the distribution serves, as far as the page's own key says: its folder.</summary>
    public string ServedPrefix => Key[..(Key.LastIndexOf('/') + 1)];

    /// <summary>Where a page is kept for an incident: another page, or another incident, is another key.</summary>
    public string SavedKey(IncidentId incident, string eTag) => $"{Backup.Key}{Id}/{incident}/{eTag.Trim('"')}";
}

/// <summary>A place in S3: a key, or the prefix of keys.</summary>
public sealed record ObjectPlace(string Bucket, string Key);

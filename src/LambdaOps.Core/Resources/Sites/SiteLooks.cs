namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a static site.</summary>
public static class SiteLooks
{
    /// <summary>What stands at the page, and whether the incident's copy of it is in the backup bucket.</summary>
    public static Look<PageState> Page { get; } =
        new("page", "s3:GetObject", "s3:GetObjectAcl", "s3:ListBucket")
        {
            IsAbout = static target => OwnOf(target) is not null,
        };

    /// <summary>Whose maintenance page visitors see: the one request that remedies which swap no page can spare.</summary>
    public static Look<ShownPage> Shown { get; } =
        new("shown page", "s3:GetObject", "s3:ListBucket")
        {
            IsAbout = static target => OwnOf(target) is not null,
            IsOptional = true,
        };

    /// <summary>The target itself, or the site whose page says that the service is down; null when there is none.</summary>
    private static OperatedSite? OwnOf(Resource target) =>
        target is OperatedService service ? service.Site : target as OperatedSite;

    /// <summary>The target itself, or the site whose page says that the service is down.</summary>
    public static OperatedSite SiteOf(Resource target) =>
        OwnOf(target) ?? throw new InvalidOperationException($"target '{target.Id}' has no site");

    extension(Evidence seen)
    {
        /// <summary>What stands at the site's page.</summary>
        public Fact<PageState> Page => seen.Of(Page);

        /// <summary>
        /// The incident whose maintenance page is up, by the look that was asked; null where none is, or it was not seen.
        /// </summary>
        public IncidentId? PutUpBy =>
            seen.Page is Fact<PageState>.Known(PageState.Maintenance up, _)
                ? up.PutUpBy
                : (seen.Of(Shown) as Fact<ShownPage>.Known)?.Value.PutUpBy;
    }

    /// <summary>The site that is looked at.</summary>
    public static OperatedSite Site(this LookAt at) => SiteOf(at.Target);
}

/// <summary>What visitors of a site see.</summary>
/// <param name="PutUpBy">The incident whose maintenance page it is; null for any other page, or none.</param>
public sealed record ShownPage(IncidentId? PutUpBy)
{
    public override string ToString() =>
        PutUpBy is { } incident ? $"maintenance page, put up by {incident}" : "no maintenance page";
}

/// <summary>What stands at a site's page, as S3 shows it (strongly consistent).</summary>
public abstract record PageState
{
    private PageState() { }

    /// <summary>A page that someone else put there.</summary>
    /// <param name="ETag">S3's identity of the bytes that stand there.</param>
    /// <param name="IsSaved">Whether a copy of exactly this page is in the backup bucket for the incident.</param>
    public sealed record Own(string ETag, bool IsSaved) : PageState
    {
        /// <summary>
        /// The copy of the incident whose content it has, under another ETag; null where it is none. S3 gives a copy an
        /// ETag of its own where a KMS key encrypts it, and where the original was uploaded in parts.
        /// </summary>
        public string? CopyOf { get; init; }

        /// <summary>
        /// What a copy would not keep, in words: whoever may read it by its own ACL could not read the restored page. Null
        /// where all comes back.
        /// </summary>
        public string? Unkept { get; init; }

        public override string ToString() =>
            Unkept is { } lost ? $"own page {ETag}, {lost}"
            : IsSaved ? $"own page {ETag}, backed up"
            : $"own page {ETag}";
    }

    /// <summary>The maintenance page, with the marks that LambdaOps put on it.</summary>
    /// <param name="PutUpBy">The incident that put it up.</param>
    /// <param name="Original">The ETag of the page that stood there before.</param>
    /// <param name="SavedKey">Where that page is kept.</param>
    /// <param name="IsSaved">Whether it still is.</param>
    public sealed record Maintenance(string ETag, IncidentId PutUpBy, string Original, string SavedKey, bool IsSaved)
        : PageState
    {
        public override string ToString() => $"maintenance page, put up by {PutUpBy}, original backed up at {SavedKey}";
    }

    /// <summary>There is no such object.</summary>
    public sealed record Absent : PageState
    {
        public override string ToString() => "no page";
    }
}

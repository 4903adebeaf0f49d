using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a static site.</summary>
public static class SiteLooks
{
    /// <summary>What stands at each page, and whether the incident's copy of it is in the backup bucket.</summary>
    public static Look<SitePages> Pages { get; } =
        new("page", "s3:GetObject", "s3:GetObjectAcl", "s3:ListBucket")
        {
            IsAbout = static target => OwnOf(target) is not null,
        };

    /// <summary>Whose maintenance page visitors see: one request a page, for remedies that swap none.</summary>
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
        /// <summary>What stands at the site's pages.</summary>
        public Fact<SitePages> Pages => seen.Of(Pages);

        /// <summary>What stands at one of them.</summary>
        /// <param name="page">Null for the main one; missing where the estate names that page no more.</param>
        public Fact<PageState> PageAt(string? page) =>
            seen.Pages switch
            {
                Fact<SitePages>.Known(var pages, var at) => pages.At(page) is { } state
                    ? Fact.Known(state, at)
                    : Fact.Missing<PageState>($"{page} is no page of the site any more"),
                Fact<SitePages>.Missing(var reason) => Fact.Missing<PageState>(reason),
                _ => Fact.NotAsked<PageState>(),
            };

        /// <summary>
        /// The incidents whose maintenance pages are up, by the look that was asked; none where none is, or it was not
        /// seen.
        /// </summary>
        public IEnumerable<IncidentId> PutUpBy =>
            seen.Pages is Fact<SitePages>.Known(var pages, _) ? pages.PutUpBy
            : (seen.Of(Shown) as Fact<ShownPage>.Known)?.Value.PutUpBy is { } shown ? [shown]
            : [];
    }

    /// <summary>The site that is looked at.</summary>
    public static OperatedSite Site(this LookAt at) => SiteOf(at.Target);
}

/// <summary>What visitors of a site see.</summary>
/// <param name="PutUpBy">The incident whose maintenance page one is; null for any other pages, or none.</param>
public sealed record ShownPage(IncidentId? PutUpBy)
{
    /// <summary>Of the incidents whose maintenance pages are up; a request goes before outages.</summary>
    public static ShownPage Of(OperatedSite site, IEnumerable<IncidentId> putUpBy) =>
        new(RequestOf(site, putUpBy) ?? putUpBy.Cast<IncidentId?>().FirstOrDefault());

    /// <summary>
    /// The operator's request among them; null where there is none. A request is an incident of the site, an outage one of
    /// a service: its id says which.
    /// </summary>
    public static IncidentId? RequestOf(OperatedSite site, IEnumerable<IncidentId> putUpBy) =>
        putUpBy.Cast<IncidentId?>().FirstOrDefault(by => IncidentId.Read(by!.Value.Value)?.Target == site.Id);

    public override string ToString() =>
        PutUpBy is { } incident ? $"maintenance page, put up by {incident}" : "no maintenance page";
}

/// <summary>What stands at each page of a site, the main one first.</summary>
public sealed record SitePages(ImmutableArray<SitePage> All)
{
    /// <summary>The incidents whose maintenance pages are up.</summary>
    public IEnumerable<IncidentId> PutUpBy => All.Select(page => page.UpBy).OfType<IncidentId>();

    /// <summary>Of a site whose main page is so.</summary>
    public static SitePages Of(PageState main, params ReadOnlySpan<SitePage> more) =>
        new([new SitePage(null, main), .. more]);

    /// <summary>Null for a key that is none of the pages.</summary>
    /// <param name="page">Null for the main one.</param>
    public PageState? At(string? page) => All.FirstOrDefault(one => one.Key == page)?.State;

    /// <summary>Whether a maintenance page of the incident is up.</summary>
    public bool HasUp(IncidentId incident) => All.Any(page => page.UpBy == incident);

    public override string ToString() => string.Join("; ", All);
}

/// <summary>What stands at a page.</summary>
/// <param name="Key">Null for the site's main page.</param>
public sealed record SitePage(string? Key, PageState State)
{
    /// <summary>The incident whose maintenance page it is; null for any other page, or none.</summary>
    public IncidentId? UpBy => (State as PageState.Maintenance)?.PutUpBy;

    public override string ToString() => Key is null ? $"{State}" : $"{Key}: {State}";
}

/// <summary>What stands at a page of a site, as S3 shows it (strongly consistent).</summary>
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

namespace LambdaOps.Core.Resources;

/// <summary>What stands at a site's page, as S3 shows it (strongly consistent).</summary>
public abstract record PageState
{
    private PageState() { }

    /// <summary>Somebody's own page.</summary>
    /// <param name="ETag">S3's identity of the bytes that stand there.</param>
    /// <param name="IsSaved">Whether a copy of exactly this page stands in the safe for the incident.</param>
    public sealed record Own(string ETag, bool IsSaved) : PageState
    {
        public override string ToString() => IsSaved ? $"own page {ETag}, backed up" : $"own page {ETag}";
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

namespace LambdaOps.Account.World.Plans;

/// <summary>A static site: a page in a bucket behind a distribution, and the page for emergencies.</summary>
public sealed record SitePlan
{
    /// <summary>How the site is called in the world's events.</summary>
    public required string Id { get; init; }

    /// <summary>The name that visitors ask for.</summary>
    public required string Host { get; init; }

    /// <summary>Further names that the distribution answers for, besides its own.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];

    public required string DistributionId { get; init; }

    public required string Bucket { get; init; }

    public string Key { get; init; } = "index.html";

    public bool IsVersioned { get; init; } = true;

    public PagePlan Page { get; init; } = PagePlan.Html("<!doctype html><title>Site</title><p>Welcome.</p>\n");

    /// <summary>What "/" stands for.</summary>
    public string DefaultRootObject { get; init; } = "index.html";

    /// <summary>How long the distribution keeps an object that says nothing about it.</summary>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Where the maintenance page lies; null for a site without one.</summary>
    public string? EmergencyBucket { get; init; }

    /// <summary>Further buckets, empty at the start.</summary>
    public IReadOnlyList<string> MoreBuckets { get; init; } = [];

    public string EmergencyKey { get; init; } = "maintenance.html";

    public PagePlan Maintenance { get; init; } =
        PagePlan.Html("<!doctype html><title>Maintenance</title><p>We are back soon.</p>\n");
}

/// <summary>An object as someone put it into a bucket.</summary>
public sealed record PagePlan(byte[] Body)
{
    public string ContentType { get; init; } = "text/html";

    public string? CacheControl { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public static PagePlan Html(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}

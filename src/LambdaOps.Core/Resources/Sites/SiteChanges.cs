using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures.TotalOutage;

namespace LambdaOps.Core.Resources;

// What may be changed about a static site.
public sealed partial class ChangeKind
{
    /// <summary>A copy takes the object's tags along.</summary>
    private static readonly ImmutableArray<string> s_copyObject =
    [
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:PutObject",
        "s3:PutObjectTagging",
    ];

    private static readonly ImmutableArray<Guard> s_page = [new PageGuard(), new SharedPageGuard()];

    internal static ImmutableArray<ChangeKind> OfSites =>
        [SavePage, PublishMaintenancePage, RestorePage, InvalidateSite];

    public static ChangeKind SavePage { get; } =
        new("savePage")
        {
            Resource = "Sites",
            Permissions = s_copyObject,
            Guards = s_page,
        };

    public static ChangeKind PublishMaintenancePage { get; } =
        new("publishMaintenancePage")
        {
            Resource = "Sites",
            Permissions = s_copyObject,
            Guards = s_page,
        };

    public static ChangeKind RestorePage { get; } =
        new("restorePage")
        {
            Resource = "Sites",
            Permissions = s_copyObject,
            Guards = s_page,
        };

    public static ChangeKind InvalidateSite { get; } =
        new("invalidateSite") { Resource = "Sites", Permissions = ["cloudfront:CreateInvalidation"] };
}

[JsonDerivedType(typeof(SavePage), "savePage")]
[JsonDerivedType(typeof(PublishMaintenancePage), "publishMaintenancePage")]
[JsonDerivedType(typeof(RestorePage), "restorePage")]
[JsonDerivedType(typeof(InvalidateSite), "invalidateSite")]
public abstract partial record Change
{
    /// <summary>A change of one page of a site. S3's conditions make a second one of any of them harmless.</summary>
    public abstract record OfPage : Change
    {
        private protected OfPage(TargetId site) => Site = site;

        public TargetId Site { get; init; }

        /// <summary>A further page of the site; null for its main one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Key { get; init; }

        /// <summary>The page in words: the site, with the key of a further one.</summary>
        [JsonIgnore]
        public string Place => Key is null ? Site.Value : $"{Site}/{Key}";

        [JsonIgnore]
        public sealed override ImmutableArray<(string Place, string Value)> Places => [("target", Place)];

        [JsonIgnore]
        public sealed override ImmutableArray<Look> Rereads => [SiteLooks.Pages];

        [JsonIgnore]
        public sealed override bool IsRepeatable => true;
    }

    /// <summary>Backs up a page of the site, as it is.</summary>
    /// <param name="ETag">The page that was seen; another one is not backed up in its place.</param>
    public sealed record SavePage(TargetId Site, string ETag, string SavedKey) : OfPage(Site)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SavePage;

        [JsonIgnore]
        public override string Description => $"back up the page of {Place}";

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.PageAt(Key).Map(page => page is PageState.Own { IsSaved: true } own && own.ETag == ETag);
    }

    /// <summary>Runbook total outage, step 1: the maintenance page takes a page's place.</summary>
    /// <param name="ETag">The page that was backed up; another one is not overwritten.</param>
    /// <param name="SavedKey">Where its backup is: the maintenance page carries it as a mark.</param>
    public sealed record PublishMaintenancePage(TargetId Site, string ETag, string SavedKey, IncidentId By)
        : OfPage(Site)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.PublishMaintenancePage;

        [JsonIgnore]
        public override string Description => $"put the maintenance page of {Place} up";

        public override Holding? Held() => new PageHolding(Key, this);

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.PageAt(Key).Map(page => page is PageState.Maintenance up && up.PutUpBy == By);
    }

    /// <summary>
    /// Restores a page from its backup, byte for byte, with its content type, cache headers and metadata.
    /// </summary>
    /// <param name="ETag">The maintenance page that was seen; another page is left alone.</param>
    /// <param name="Original">The ETag of the page in the backup.</param>
    public sealed record RestorePage(TargetId Site, string ETag, string Original, string SavedKey) : OfPage(Site)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.RestorePage;

        [JsonIgnore]
        public override string Description => $"restore the page of {Place}";

        public override Holding? Held() => new PageHolding(Key, up: null);

        [JsonIgnore]
        public override Direction Direction => Direction.Restores;

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.PageAt(Key).Map(page => page is PageState.Own own && (own.ETag == Original || own.CopyOf == SavedKey));
    }

    /// <summary>Runbook total outage, step 1: create-invalidation --paths "/*".</summary>
    /// <param name="Reference">CloudFront's CallerReference: the same one again is the same invalidation.</param>
    public sealed record InvalidateSite(TargetId Site, string Reference) : Change
    {
        /// <summary>Whether it follows the restoration of pages.</summary>
        public bool AfterRestore { get; init; }

        [JsonIgnore]
        public override Direction Direction => AfterRestore ? Direction.Restores : Direction.Takes;

        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.InvalidateSite;

        [JsonIgnore]
        public override string Description => $"invalidate the CDN cache of {Site}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places => [("target", Site.Value)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [];

        /// <summary>CloudFront's reference makes a second one harmless.</summary>
        [JsonIgnore]
        public override bool IsRepeatable => true;

        /// <summary>There is no evidence of it; a second call with the same reference changes nothing.</summary>
        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) => Fact.Known(false, intendedAt);
    }
}

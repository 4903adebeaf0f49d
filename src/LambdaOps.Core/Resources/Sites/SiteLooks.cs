namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a static site.</summary>
public static class SiteLooks
{
    /// <summary>What stands at the page, and whether the incident's copy of it stands in the safe.</summary>
    public static Look<PageState> Page { get; } =
        new("page", "s3:GetObject", "s3:ListBucket") { IsAbout = static target => OwnOf(target) is not null };

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
    }

    /// <summary>The site that is looked at.</summary>
    public static OperatedSite Site(this LookAt at) => SiteOf(at.Target);
}

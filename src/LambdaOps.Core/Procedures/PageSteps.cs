using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// The page swap, the same for an outage and for an operator: each step follows from what stands at the pages now.
/// Runbook (完全サービス停止時): aws s3 cp maintenance.html index.html; aws cloudfront create-invalidation --paths "/*".
/// </summary>
internal static class PageSteps
{
    /// <summary>Failures of one step in a row after which it is handed off to on-call.</summary>
    public const int MostTries = 5;

    /// <summary>The pause before one that never arrived is tried again all the same.</summary>
    public static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5);

    private const string DownWay = "down";

    /// <summary>
    /// What is left to have the maintenance page up and seen, in that order: the next step of each page, then one
    /// invalidation for all. The caller takes the first that it may try, so that a page that cannot be swapped does not
    /// keep the others. A page that does not exist, or would not come back as it is, has no step.
    /// </summary>
    public static IEnumerable<Change> Up(Incident incident, SitePages pages, OperatedSite site) =>
        pages
            .All.Select(page => Up(incident, page, site))
            .Append<Change?>(pages.HasUp(incident.Id) ? Invalidate(incident, site, "up") : null)
            .OfType<Change>();

    private static Change.OfPage? Up(Incident incident, SitePage page, OperatedSite site) =>
        page.State switch
        {
            PageState.Own { Unkept: not null } => null,
            PageState.Own { IsSaved: false } own => new Change.SavePage(
                site.Id,
                own.ETag,
                site.SavedKey(incident.Id, own.ETag, page.Key)
            )
            {
                Key = page.Key,
            },
            PageState.Own own => new Change.PublishMaintenancePage(
                site.Id,
                own.ETag,
                site.SavedKey(incident.Id, own.ETag, page.Key),
                incident.Id
            )
            {
                Key = page.Key,
            },
            PageState.Maintenance or PageState.Absent => null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>
    /// What is left to have the pages that stood there before back and seen, in that order: each page, then one
    /// invalidation for all. The caller takes the first that it may try. What is not backed up has no step, and neither
    /// has what is none of ours.
    /// </summary>
    /// <param name="takesDown">Which maintenance pages are taken down.</param>
    public static IEnumerable<Change> Down(
        Incident incident,
        SitePages pages,
        OperatedSite site,
        Func<PageState.Maintenance, bool> takesDown
    ) =>
        pages
            .All.Select(page =>
                page.State is PageState.Maintenance { IsSaved: true } up && takesDown(up)
                    ? new Change.RestorePage(site.Id, up.ETag, up.Original, up.SavedKey) { Key = page.Key }
                    : null
            )
            .Append<Change?>(
                pages.All.Any(page => page.State is PageState.Own && MayHaveRestored(incident, page.Key))
                    ? Invalidate(incident, site, DownWay)
                    : null
            )
            .OfType<Change>();

    /// <summary>The backup of a maintenance page that is gone: such a page is on-call's; null where none is.</summary>
    public static string? Lost(SitePages pages, Func<PageState.Maintenance, bool> takesDown) =>
        pages
            .All.Select(page => page.State)
            .OfType<PageState.Maintenance>()
            .FirstOrDefault(up => !up.IsSaved && takesDown(up))
            ?.SavedKey;

    /// <summary>How often that step, of that page, came to nothing since it last worked.</summary>
    public static int Failures(Incident incident, Change step) =>
        incident.Failures<Change>(made => IsSameStep(made, step));

    public static bool IsSameStep(Change made, Change step) =>
        made.Kind == step.Kind
        && made.Direction == step.Direction
        && (made as Change.OfPage)?.Key == (step as Change.OfPage)?.Key;

    /// <summary>
    /// A reference of its own for each way and each restoring: the CDN takes the same one for the same invalidation.
    /// </summary>
    private static string Reference(Incident incident, string way) =>
        FormattableString.Invariant($"lambdaops-{incident.Id}-{way}-{Changes(incident)}");

    /// <summary>
    /// Whether its own restoring may be why the page is there: where a crash hid the outcome, and the backup is gone that
    /// would show it, the CDN may still have the maintenance page.
    /// </summary>
    private static bool MayHaveRestored(Incident incident, string? page) =>
        incident.Attempts.Any(attempt =>
            attempt is { Change: Change.RestorePage back, Outcome: not AttemptOutcome.Refused } && back.Key == page
        );

    private static int Changes(Incident incident) =>
        Done(incident).Count(change => change is Change.PublishMaintenancePage or Change.RestorePage);

    /// <summary>All that the incident did: a person who asks again does not know how far it came.</summary>
    private static IEnumerable<Change> Done(Incident incident) =>
        incident.Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done).Select(attempt => attempt.Change);

    private static Change.InvalidateSite? Invalidate(Incident incident, OperatedSite site, string way)
    {
        var reference = Reference(incident, way);
        return Done(incident).Any(change => change is Change.InvalidateSite made && made.Reference == reference)
            ? null
            : new Change.InvalidateSite(site.Id, reference) { AfterRestore = way == DownWay };
    }
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// The page swap, the same for an outage and for an operator: each step follows from what stands at the page now.
/// Runbook (完全サービス停止時): aws s3 cp maintenance.html index.html; aws cloudfront create-invalidation --paths "/*".
/// </summary>
internal static class PageSteps
{
    /// <summary>Failures of one step in a row after which it is handed off to on-call.</summary>
    public const int MostTries = 5;

    /// <summary>The pause before one that never arrived is tried again all the same.</summary>
    public static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5);

    private const string DownWay = "down";

    /// <summary>The next step to have the maintenance page up and seen; null when it is.</summary>
    public static Change? Up(Incident incident, PageState page, OperatedSite site) =>
        page switch
        {
            PageState.Own { Unkept: not null } => null,
            PageState.Own { IsSaved: false } own => new Change.SavePage(
                site.Id,
                own.ETag,
                site.SavedKey(incident.Id, own.ETag)
            ),
            PageState.Own own => new Change.PublishMaintenancePage(
                site.Id,
                own.ETag,
                site.SavedKey(incident.Id, own.ETag),
                incident.Id
            ),
            PageState.Maintenance up when up.PutUpBy == incident.Id => Invalidate(incident, site, "up"),
            PageState.Maintenance => null,
            PageState.Absent => null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>
    /// The next step to have the page that stood there before back and seen; null when it is, or when there is nothing
    /// of ours to take down.
    /// </summary>
    public static Change? Down(Incident incident, PageState page, OperatedSite site) =>
        page switch
        {
            PageState.Maintenance { IsSaved: true } up => new Change.RestorePage(
                site.Id,
                up.ETag,
                up.Original,
                up.SavedKey
            ),
            PageState.Own when MayHaveRestored(incident) => Invalidate(incident, site, DownWay),
            PageState.Own or PageState.Maintenance or PageState.Absent => null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>
    /// A reference of its own for each way and each restoring: the CDN takes the same one for the same invalidation.
    /// </summary>
    private static string Reference(Incident incident, string way) =>
        FormattableString.Invariant($"lambdaops-{incident.Id}-{way}-{Changes(incident)}");

    /// <summary>
    /// Whether its own restoring may be why the page is there: where a crash hid the outcome, and the backup is gone that
    /// would show it, the CDN may still have the maintenance page.
    /// </summary>
    private static bool MayHaveRestored(Incident incident) =>
        incident.Attempts.Any(attempt =>
            attempt is { Change: Change.RestorePage, Outcome: not AttemptOutcome.Refused }
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

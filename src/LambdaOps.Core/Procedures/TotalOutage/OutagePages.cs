using System.Collections.Immutable;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>What a total outage does with the pages of the service's site, and when it leaves them alone.</summary>
internal static class OutagePages
{
    /// <summary>Tries of a page step before the restart goes on without it.</summary>
    private const int MostPageTries = 3;

    /// <summary>
    /// The next step to the pages that may be made; null when they are up, or do not work, or AWS wants it later. A page
    /// that someone restored meanwhile is left alone, and so are all while an operator's maintenance page is up.
    /// </summary>
    public static Change? NextStep(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        DateTimeOffset now
    ) =>
        service.Site is { } site && sight.Pages is { } pages && ShownPage.RequestOf(site, pages.PutUpBy) is null
            ? PageSteps
                .Up(incident, pages, site)
                .FirstOrDefault(step =>
                    !(step is Change.OfPage { Key: var page } && HasSwapped(incident, page))
                    && PageSteps.Failures(incident, step) < MostPageTries
                    && !incident.Clearance.IsPostponed(step, now)
                )
            : null;

    public static bool HasSwapped(Incident incident, string? page) =>
        incident.HasDone<Change.PublishMaintenancePage>(put => put.Key == page);

    /// <summary>
    /// Whether visitors may see the maintenance page of this incident, as far as the incident knows: until the CDN has
    /// been told that the pages are restored.
    /// </summary>
    public static bool MayBeSeen(Incident incident) =>
        incident.Attempts.LastOrDefault(attempt =>
            attempt switch
            {
                { Outcome: AttemptOutcome.Refused } => false,
                { Change: Change.PublishMaintenancePage or Change.RestorePage } => true,
                { Change: Change.InvalidateSite { AfterRestore: true }, Outcome: AttemptOutcome.Done } => true,
                _ => false,
            }
        )
            is { Change: Change.OfPage };

    /// <summary>An invalidation that failed is tried again while the restart works, every now and then.</summary>
    public static Change.InvalidateSite? MustInvalidate(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        DateTimeOffset now,
        TotalOutagePolicy policy
    ) =>
        service.Site is { } site
        && sight.Pages is { } pages
        && PageSteps.Up(incident, pages, site).OfType<Change.InvalidateSite>().FirstOrDefault() is { } again
        && PageSteps.Failures(incident, again) < policy.Looks
        && !incident.Clearance.IsPostponed(again, now)
        && now - incident.RungAttempts.Last().At >= policy.CheckEvery
            ? again
            : null;

    /// <summary>What is still to be done to restore the pages that this incident took down.</summary>
    public static ImmutableArray<Change> Restoring(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service
    ) =>
        service.Site is { } site && sight.Pages is { } pages
            ? [.. PageSteps.Down(incident, pages, site, IsOf(incident))]
            : [];

    public static Func<PageState.Maintenance, bool> IsOf(Incident incident) => up => up.PutUpBy == incident.Id;

    /// <summary>
    /// The next step of that which may be made. One that failed several times is handed off to on-call; one that never
    /// arrived is also tried again now and then, as AWS recovers some time.
    /// </summary>
    public static Change? NextRestore(
        Incident incident,
        TotalOutageSight sight,
        OperatedService service,
        TotalOutagePolicy policy,
        DateTimeOffset now
    ) =>
        Restoring(incident, sight, service)
            .FirstOrDefault(step =>
                PageSteps.Failures(incident, step)
                    < (step is Change.InvalidateSite ? policy.Looks : PageSteps.MostTries)
                || (
                    incident.RungAttempts.Last(made => PageSteps.IsSameStep(made.Change, step))
                        is { Outcome: AttemptOutcome.Unconfirmed, At: var last }
                    && now - last >= PageSteps.AgainAfter
                )
            );

    /// <summary>The pages that someone changed while the maintenance page was up, in words.</summary>
    public static string LeftAlone(Incident incident, TotalOutageSight sight) =>
        string.Concat(
            (sight.Pages?.All ?? [])
                .Where(page =>
                    page.State is PageState.Own or PageState.Absent
                    && HasSwapped(incident, page.Key)
                    && !incident.HasDone<Change.RestorePage>(back => back.Key == page.Key)
                )
                .Select(page =>
                    $"; someone else changed the page{(page.Key is null ? "" : $" {page.Key}")}; "
                    + "leaving it alone (the page before it is in the backup bucket)"
                )
        );
}

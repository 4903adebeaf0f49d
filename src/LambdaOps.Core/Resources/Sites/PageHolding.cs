using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>A page of a site, whose place the maintenance page has; until it is restored.</summary>
/// <param name="page">Null for the main one.</param>
/// <param name="up">The change that put the maintenance page up; null for the one that restored the page.</param>
public sealed class PageHolding(string? page, Change.PublishMaintenancePage? up)
    : Holding(page is null ? "page" : $"page {page}")
{
    /// <summary>
    /// The backup of the newest page there that an incident takes down or restores; null where it did neither.
    /// </summary>
    /// <param name="page">Null for the main one.</param>
    public static string? SavedPage(Incident incident, string? page) =>
        incident
            .Attempts.Select(attempt => attempt.Change)
            .Append(incident.Intent?.Change)
            .Select(change =>
                change switch
                {
                    Change.PublishMaintenancePage put when put.Key == page => put.SavedKey,
                    Change.RestorePage back when back.Key == page => back.SavedKey,
                    _ => null,
                }
            )
            .LastOrDefault(key => key is not null);

    /// <summary>It is held over a return, too, and not where a person asked for the maintenance page.</summary>
    public override string? Left(Holding? first, Incident incident, Evidence seen) =>
        up is { } put
        && incident.RequestedPage != PageRequest.Up
        && !(
            seen.PageAt(page) is Fact<PageState>.Known(var state, _)
            && !(state is PageState.Maintenance there && there.PutUpBy == incident.Id)
        )
            ? $"the maintenance page of {put.Place} is up (its own page is backed up at {put.SavedKey})"
            : null;
}

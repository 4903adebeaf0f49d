using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>A site's page, whose place the maintenance page has; until it is restored.</summary>
/// <param name="up">The change that put the maintenance page up; null for the one that restored the page.</param>
public sealed class PageHolding(Change.PublishMaintenancePage? up) : Holding("page")
{
    /// <summary>The key of the newest page that an incident takes down or restores; null where it did neither.</summary>
    public static string? SavedPage(Incident incident) =>
        incident
            .Attempts.Select(attempt => attempt.Change)
            .Append(incident.Intent?.Change)
            .Select(change =>
                change switch
                {
                    Change.PublishMaintenancePage put => put.SavedKey,
                    Change.RestorePage back => back.SavedKey,
                    _ => null,
                }
            )
            .LastOrDefault(key => key is not null);

    /// <summary>It is held over a return, too, and not where a person asked for the maintenance page.</summary>
    public override string? Left(Holding? first, Incident incident, Evidence seen) =>
        up is { } put
        && incident.RequestedPage != PageRequest.Up
        && !(
            seen.Page is Fact<PageState>.Known(var page, _)
            && !(page is PageState.Maintenance there && there.PutUpBy == incident.Id)
        )
            ? $"the maintenance page of {put.Site} is up (its own page is backed up at {put.SavedKey})"
            : null;
}

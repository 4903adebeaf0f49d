using System.Globalization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>What an incident has taken and not restored: as long as there is any, it is not closed.</summary>
public static class Holdings
{
    /// <summary>
    /// In words: the page, the count or minimum, an offer that stands. What the evidence shows to be somebody else's by
    /// now is held no more; what it does not show counts.
    /// </summary>
    public static IReadOnlyList<string> Of(Incident incident, Evidence seen, DateTimeOffset now) =>
        [
            .. new[]
            {
                Page(incident, seen),
                Count(incident, seen),
                Minimum(incident, seen),
                Offer(incident, now),
            }.OfType<string>(),
        ];

    private static string? Page(Incident incident, Evidence seen) =>
        incident.RequestedPage != PageRequest.Up
        && incident
            .Attempts.LastOrDefault(attempt =>
                attempt is { Outcome: AttemptOutcome.Done, Change: Change.PublishMaintenancePage or Change.RestorePage }
            )
            ?.Change
            is Change.PublishMaintenancePage put
        && !(
            seen.Page is Fact<PageState>.Known(var page, _)
            && !(page is PageState.Maintenance up && up.PutUpBy == incident.Id)
        )
            ? $"the maintenance page of {put.Site} is up (its own page is backed up at {put.SavedKey})"
            : null;

    private static string? Count(Incident incident, Evidence seen) =>
        Held(
            incident,
            action =>
                action switch
                {
                    Change.RestartAt restart => (restart.From, restart.Desired),
                    Change.SetDesiredCount set => (set.From, set.To),
                    _ => null,
                }
        )
            is var (before, held)
        && !(seen.Service is Fact<ServiceState>.Known(var service, _) && service.Desired != held)
            ? Text($"the desired count is {held}") + Was(before)
            : null;

    private static string? Minimum(Incident incident, Evidence seen) =>
        Held(
            incident,
            action =>
                action switch
                {
                    Change.SetScalingMinimum set => (set.From, set.To),
                    _ => null,
                }
        )
            is var (before, held)
        && !(
            seen.Scaling is Fact<ScalingState>.Known(var scaling, _)
            && !(scaling is ScalingState.Automatic automatic && automatic.Minimum == held)
        )
            ? Text($"the scaling minimum is {held}") + Was(before)
            : null;

    private static string? Offer(Incident incident, DateTimeOffset now) =>
        incident.Offer is { Answer: null } offer && now < offer.Until
            ? $"{offer.Id} waits for approval: {offer.Change.Description}"
            : null;

    /// <summary>
    /// What was there before the first of those changes, and what the last one set; null when there was none, or it is
    /// back. A return begins anew: what was there at the end was settled.
    /// </summary>
    private static (int? Before, int Held)? Held(Incident incident, Func<Change, (int? From, int To)?> read)
    {
        var steps = incident
            .Attempts.Where(attempt =>
                attempt.Outcome == AttemptOutcome.Done
                && (incident.Returns.LastAt is not { } back || attempt.At >= back)
            )
            .Select(attempt => read(attempt.Change))
            .OfType<(int? From, int To)>()
            .ToList();
        return steps is [var first, ..] && steps[^1].To is var held && held != first.From ? (first.From, held) : null;
    }

    private static string Was(int? before) => before is { } count ? Text($" (it was {count})") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

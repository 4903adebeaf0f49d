using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>What an incident has taken and not restored: as long as there is any, it is not closed.</summary>
public static class Holdings
{
    /// <summary>In words: what its changes still hold, an offer that stands.</summary>
    public static IReadOnlyList<string> Of(Incident incident, Evidence seen, DateTimeOffset now) =>
        [.. Changed(incident, seen), .. Offered(incident, now)];

    private static IEnumerable<string> Changed(Incident incident, Evidence seen) =>
        from attempt in incident.Attempts
        where attempt.Outcome == AttemptOutcome.Done
        let held = attempt.Change.Held()
        where held is not null
        group (attempt.At, Held: held) by held.What into steps
        let first = steps.FirstOrDefault(step => incident.Returns.LastAt is not { } back || step.At >= back)
        let left = steps.Last().Held.Left(first.Held, incident, seen)
        where left is not null
        select left;

    private static IEnumerable<string> Offered(Incident incident, DateTimeOffset now) =>
        incident.Offer is { Answer: null } offer && now < offer.Until
            ? [$"{offer.Id} waits for approval: {offer.Change.Description}"]
            : [];
}

using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// Changes of one kind that AWS asked to be sent later: a queue is full, another change of the same thing is under way,
/// or it is throttled. Nothing took effect, nothing is wrong with the request, and so it is neither a failure nor a
/// reason to hurry: the pauses grow.
/// </summary>
/// <param name="Kind">The kind of change: its numbers may move with every look.</param>
/// <param name="Since">When AWS asked so first.</param>
/// <param name="Tries">How often it has asked so without a change of that kind in between.</param>
/// <param name="Until">Not sent again before.</param>
/// <param name="Because">AWS's words.</param>
public sealed record Postponement(string Kind, DateTimeOffset Since, int Tries, DateTimeOffset Until, string Because)
{
    /// <summary>
    /// Whether it has a place of the budget: what was sent, came to nothing, and is sent again is one action.
    /// </summary>
    public bool IsPaid { get; init; } = true;

    /// <summary>The first pause.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromSeconds(15);

    /// <summary>No pause is longer, but for its jitter.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How much of a pause may be added to it or taken from it.</summary>
    public static double Jitter { get; } = 0.25;

    /// <summary>The same once more: twice the pause before, give or take a quarter.</summary>
    /// <param name="before">Null the first time.</param>
    /// <param name="incident">Two incidents that wait for the same thing do not come back together.</param>
    public static Postponement After(
        Postponement? before,
        ChangeKind kind,
        IncidentId incident,
        string because,
        DateTimeOffset now
    )
    {
        var tries = (before?.Tries ?? 0) + 1;
        var pause = Math.Min(Shortest.TotalSeconds * Math.Pow(2, tries - 1), Longest.TotalSeconds);
        var shifted = pause * (1 + Jitter * (2 * Chance.HashedShare(0, incident.Value, tries) - 1));
        return new Postponement(
            kind.Name,
            before?.Since ?? now,
            tries,
            now + TimeSpan.FromSeconds(Math.Round(shifted)),
            because
        );
    }
}

/// <summary>What an incident does not send again yet, by kind.</summary>
public static class Postponements
{
    extension(ImmutableArray<Postponement> all)
    {
        /// <summary>Null for a kind that is not postponed.</summary>
        public Postponement? Of(ChangeKind kind) => all.FirstOrDefault(one => one.Kind == kind.Name);

        /// <summary>That kind has been sent, and AWS did not ask for later: what it is called does not matter.</summary>
        public ImmutableArray<Postponement> Without(ChangeKind kind) => all.Of(kind) is { } one ? all.Remove(one) : all;

        /// <summary>That kind is sent again, with the place of the budget that it has.</summary>
        public ImmutableArray<Postponement> Sent(ChangeKind kind) =>
            all.Of(kind) is { } one ? all.Replace(one, one with { IsPaid = false }) : all;

        /// <summary>AWS asks for later once more.</summary>
        public ImmutableArray<Postponement> With(Postponement next) =>
            [.. all.Where(one => one.Kind != next.Kind), next];
    }
}

using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core;

/// <summary>One question to AWS about a resource. It stands, as a value, with the resource that it is about.</summary>
/// <param name="Name">What people read where it cannot be answered ("target health"). No two have the same.</param>
/// <param name="Permissions">The IAM actions that asking takes; none for a request to a URL.</param>
public abstract record Look(string Name, ImmutableArray<string> Permissions)
{
    /// <summary>Whether a target has what it asks about.</summary>
    public Func<Resource, bool> IsAbout { get; init; } = static _ => true;

    /// <summary>
    /// Whether a change may be made without its answer: one that is missing is no gap, and the record says it.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>
    /// How long it may take where that is longer than the loop's bound of a look, as it ends by itself, with an answer.
    /// </summary>
    public Func<Resource, TimeSpan> TakesUpTo { get; init; } = static _ => TimeSpan.Zero;

    /// <summary>
    /// How long it may take where that is shorter than the loop's bound of a look: nothing is to wait for it. Null is that
    /// bound.
    /// </summary>
    public TimeSpan? AtMost { get; init; }

    /// <summary>
    /// Whether what the other looks gave makes it worth asking: it is asked after them, and else not at all. Null is to ask
    /// it with them.
    /// </summary>
    public Func<Evidence, bool>? OnlyIf { get; init; }

    /// <summary>What is known without asking; null is to ask.</summary>
    public abstract Fact? Foregone(LookAt at);

    public abstract Fact Missing(string reason);

    /// <summary>What was seen, in words for a person.</summary>
    public abstract string InWords(Evidence seen);

    /// <summary>Its name is its identity.</summary>
    public virtual bool Equals(Look? other) =>
        ReferenceEquals(this, other) || string.Equals(Name, other?.Name, StringComparison.Ordinal);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public sealed override string ToString() => Name;

    /// <summary>Whether that can be an answer to it.</summary>
    internal abstract bool Fits(Fact fact);
}

/// <summary>A question with the type of its answer.</summary>
public sealed record Look<T>(string Name, params ImmutableArray<string> Permissions) : Look(Name, Permissions)
    where T : class
{
    /// <summary>The answer where nothing has to be asked for it; null is to ask.</summary>
    public Func<LookAt, T?> Known { get; init; } = static _ => null;

    /// <summary>Its answer in words.</summary>
    public Func<Fact<T>, string> Words { get; init; } =
        static fact => fact is Fact<T>.Known { Value: var value } ? $"{value}" : fact.WhyMissing ?? "not looked at";

    public override Fact? Foregone(LookAt at) => Known(at) is { } known ? Fact.Known(known, at.Now) : null;

    public override Fact Missing(string reason) => Fact.Missing<T>(reason);

    public override string InWords(Evidence seen) => $"{Name}: {Words(seen.Of(this))}";

    public bool Equals(Look<T>? other) => base.Equals(other);

    public override int GetHashCode() => base.GetHashCode();

    internal override bool Fits(Fact fact) => fact is Fact<T>;
}

/// <summary>What looks are about, and when.</summary>
/// <param name="Incident">For which incident; none where a check looks.</param>
/// <param name="Alarm">The alarm that opened it; null when a person did.</param>
/// <param name="Now">The loop's time.</param>
public sealed record LookAt(
    Estate Estate,
    Resource Target,
    IncidentId Incident,
    AlarmRef? Alarm,
    DateTimeOffset OpenedAt,
    DateTimeOffset Now
)
{
    /// <summary>
    /// Where the incident keeps a page that it took down, or restores; null where it did neither. The main page is null.
    /// </summary>
    public Func<string?, string?> SavedPage { get; init; } = static _ => null;

    /// <summary>The task definition that its service was last seen healthy with; null where nobody noted one.</summary>
    public string? LastGood { get; init; }

    /// <summary>What the incident restores; null where it restores no table.</summary>
    public RestoreAim? Restore { get; init; }

    /// <summary>What the looks before it gave; empty for those that are asked first.</summary>
    public Evidence Seen { get; init; } = Evidence.NotAsked;

    /// <summary>For a check: it looks for no incident and no alarm.</summary>
    public static LookAt For(Estate estate, Resource about, Checks.CheckRun run, DateTimeOffset now) =>
        new(estate, about, default, null, run.StartedAt, now) { Restore = (about as VerifiedTable)?.Aim };

    public static LookAt For(Estate estate, Resource target, Incident incident, DateTimeOffset now) =>
        new(estate, target, incident.Id, incident.Alarm, incident.OpenedAt, now)
        {
            SavedPage = page => PageHolding.SavedPage(incident, page),
            LastGood = incident.LastGood?.TaskDefinition,
            Restore = DataRestoreMemory.AimOf(incident),
        };
}

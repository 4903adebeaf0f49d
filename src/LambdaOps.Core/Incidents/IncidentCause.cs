using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>What an incident is about, and what people call it: alarms, and breaches of checks.</summary>
public sealed record IncidentCause
{
    /// <summary>
    /// Its number of the day; null in a record of an older version, and while the journal could not give one.
    /// </summary>
    public IncidentNumber? Number { get; init; }

    /// <summary>
    /// Which version of the estate's file it was opened by: an object's ETag, or the beginning of a hash. Null in a record
    /// of an older version.
    /// </summary>
    public string? EstateVersion { get; init; }

    /// <summary>How it was first heard of; null in a record of an older version.</summary>
    public Detection? Detection { get; init; }

    /// <summary>
    /// The alarm that opened it, with which it came back, or that was the first to join; null when there is none.
    /// </summary>
    public AlarmRef? Alarm { get; init; }

    /// <summary>Alarms of the target that have been in it in ALARM, each with its newest change.</summary>
    public ImmutableArray<AlarmRef> Alarms { get; init; } = [];

    /// <summary>The breach that opened it, or with which it came back; null when something else did.</summary>
    public BreachRef? Breach { get; init; }

    /// <summary>Breaches that have been in it, each finding with its newest one.</summary>
    public ImmutableArray<BreachRef> Breaches { get; init; } = [];

    /// <summary>Alarms of other targets that need the same thing.</summary>
    public ImmutableArray<JoinedAlarm> Joined { get; init; } = [];

    /// <summary>When the last of them joined; null when none did.</summary>
    public DateTimeOffset? JoinedAt { get; init; }
}

/// <summary>The alarm behind an incident, and when it changed.</summary>
public sealed record AlarmRef(string Name, string Arn, DateTimeOffset ChangedAt)
{
    /// <summary>
    /// Of a Metrics Insights alarm over many series: the dimensions of the one that changed. Null for a whole alarm, and in a
    /// record of an older version.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Contributor { get; init; }

    /// <summary>Why people did not want its actions, as its change said; null when it said nothing of that.</summary>
    public Signals.Silence? Silenced { get; init; }

    /// <summary>
    /// Whether the newest look showed it silenced, whatever its change said: a mute rule and disabled actions are in no
    /// change.
    /// </summary>
    public bool LooksSilenced { get; init; }

    /// <summary>Whether any look since its change showed it silenced: its actions may still be made up for.</summary>
    public bool HasLookedSilenced { get; init; }

    /// <summary>Whether its change, or a look since, said that people had silenced it.</summary>
    [JsonIgnore]
    public bool IsSilenced => Silenced is not null || LooksSilenced || HasLookedSilenced;
}

/// <summary>A check's finding behind an incident, and when it was found.</summary>
/// <param name="Key">The same in the check's next run, where it is still so.</param>
public sealed record BreachRef(string Check, string Key, ProcedureName Remedy, DateTimeOffset At, string Because);

/// <summary>The task definition that a service was last seen healthy with.</summary>
/// <param name="SeenAt">When that was; null when nobody noted it.</param>
public sealed record LastGood(string TaskDefinition, DateTimeOffset? SeenAt);

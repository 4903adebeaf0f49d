using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Incidents;

/// <summary>What the journal held when it was read.</summary>
/// <param name="Control">The switch as it was in force then: one that has expired is unset.</param>
/// <param name="LeasedUntil">Until when someone has the lease; null when nobody has.</param>
/// <param name="At">The journal's time of reading.</param>
public sealed record JournalView(
    TargetRecord Record,
    ControlSwitch Control,
    long Fence,
    long Revision,
    DateTimeOffset? LeasedUntil,
    DateTimeOffset At
)
{
    /// <summary>When LambdaOps acted anywhere in the estate, as far back as the budget looks.</summary>
    public ImmutableArray<DateTimeOffset> EstateActs { get; init; } = [];
}

/// <summary>
/// Whose incident takes in the alarms of all targets of a dependency. It says who was first, not that the incident is
/// open: the leader's record does.
/// </summary>
/// <param name="Leader">Null when nobody ever led.</param>
/// <param name="Since">When it was claimed.</param>
/// <param name="Version">Grows with every claim; 0 before the first.</param>
public sealed record Lead(
    string Dependency,
    TargetId? Leader,
    IncidentId? Incident,
    DateTimeOffset? Since,
    long Version
);

/// <summary>The kill switch: one item of the journal that bounds what LambdaOps may do anywhere.</summary>
/// <param name="By">Who set it; empty when nobody ever did.</param>
public sealed record ControlSwitch(Mode Mode, string By, string Because)
{
    /// <summary>From this moment on it counts as unset; null stands until someone sets it again.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is in force at that moment.</summary>
    public ControlSwitch At(DateTimeOffset now) => Until is { } until && now >= until ? Unset : this;

    /// <summary>Nobody has set it: the estate's own modes are in force.</summary>
    public static ControlSwitch Unset { get; } = new(Mode.Act, "", "");
}

/// <summary>One incident as it was written at different times.</summary>
public static class IncidentVersions
{
    /// <summary>
    /// Each incident once, as it stands: one that was opened again and is open lies among those that ended too, as it
    /// was when it ended.
    /// </summary>
    public static IEnumerable<Incident> NewestOfEach(this IEnumerable<Incident> found) =>
        found
            .GroupBy(incident => incident.Id)
            .Select(same => same.MaxBy(one => (one.Returns.Count, one.EndedAt is null))!);
}

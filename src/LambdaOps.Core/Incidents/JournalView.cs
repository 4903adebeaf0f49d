using System.Collections.Immutable;

namespace LambdaOps.Core.Incidents;

/// <summary>What the journal held when it was read.</summary>
/// <param name="Control">The switch as it was in force then: one that has expired is unset.</param>
/// <param name="LeasedUntil">Until when somebody has the lease; null when nobody has.</param>
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

using System.Collections.Immutable;

namespace LambdaOps.Core.Incidents;

/// <summary>Where an incident stands on its service's ladder of remedies.</summary>
public sealed record RungState
{
    /// <summary>Remedies that the incident has been through before the present one.</summary>
    public ImmutableArray<ProcedureName> Climbed { get; init; } = [];

    /// <summary>How many attempts had been made when the present remedy took over.</summary>
    public int Start { get; init; }

    /// <summary>When the present remedy took over; null for the first one.</summary>
    public DateTimeOffset? At { get; init; }
}

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

/// <summary>How often a disturbance came back after its incident had ended.</summary>
/// <param name="LastAt">
/// When the incident was last opened again, by its alarm or by the start of a service that was stopped; null when it
/// never was.
/// </param>
public sealed record Returns(int Count, DateTimeOffset? LastAt)
{
    public static Returns None { get; } = new(0, null);
}

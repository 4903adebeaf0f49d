namespace LambdaOps.Core.Incidents;

/// <summary>
/// Where a remedy stands, for people: each remedy names its own. Decisions look at the world, not at the phase.
/// </summary>
public readonly record struct Phase(string Name)
{
    /// <summary>An incident that no decision has touched yet.</summary>
    public static Phase Opened { get; } = new("opened");

    /// <summary>On-call has it; the loop only monitors.</summary>
    public static Phase HandedOff { get; } = new("handedOff");

    /// <summary>Over.</summary>
    public static Phase Resolved { get; } = new("resolved");

    public override string ToString() => Name;
}

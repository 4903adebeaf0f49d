namespace LambdaOps.Core.Incidents;

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

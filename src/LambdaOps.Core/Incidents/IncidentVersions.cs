namespace LambdaOps.Core.Incidents;

/// <summary>One incident as it was written at different times.</summary>
public static class IncidentVersions
{
    /// <summary>
    /// Each incident once, as it stands: one that came back and is open lies among those that ended too, as it was when
    /// it ended.
    /// </summary>
    public static IEnumerable<Incident> NewestOfEach(this IEnumerable<Incident> found) =>
        found
            .GroupBy(incident => incident.Id)
            .Select(same => same.MaxBy(one => (one.Returns.Count, one.EndedAt is null))!);
}

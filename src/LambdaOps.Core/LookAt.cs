using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core;

/// <summary>What looks are about, and when.</summary>
/// <param name="Incident">For which incident.</param>
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
    public static LookAt For(Estate estate, Resource target, Incident incident, DateTimeOffset now) =>
        new(estate, target, incident.Id, incident.Alarm, incident.OpenedAt, now);
}

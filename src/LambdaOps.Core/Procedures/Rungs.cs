using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>The ladder of a service: which remedy follows which.</summary>
internal static class Rungs
{
    /// <summary>
    /// The next rung of the service's ladder that may still be tried: each once, and none that is off. Null after the
    /// last: then on-call takes it.
    /// </summary>
    public static ProcedureName? Next(Incident incident, OperatedService service)
    {
        foreach (var rung in service.Ladder.SkipWhile(rung => rung != incident.Remedy).Skip(1))
        {
            if (MaySwitchTo(rung, incident, service))
            {
                return rung;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the estate names that remedy for the service and the incident has not been through it.
    /// </summary>
    public static bool MaySwitchTo(ProcedureName remedy, Incident incident, OperatedService service) =>
        remedy != incident.Remedy
        && !incident.Rung.Climbed.Contains(remedy)
        && AllProcedures.Find(remedy)?.SettingFor(service) is { Mode: not Mode.Off };
}

using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.ZoneShift;

namespace LambdaOps.Core.Incidents;

[JsonDerivedType(typeof(ZoneShift), "zoneShift")]
public abstract partial record ProcedureMemory
{
    /// <summary>What the zone procedure remembers.</summary>
    /// <param name="Zone">The id of the zone that was bad at the last look; null when none was.</param>
    /// <param name="BadSince">Since when that one has been bad.</param>
    /// <param name="CalmSince">Since when all has been calm; null when it was not at the last look.</param>
    /// <param name="TroubledAt">When a zone was last bad; null when none ever was.</param>
    /// <param name="Away">The zone that its shift was about at the last look; null when there was none.</param>
    public sealed record ZoneShift(
        string? Zone,
        DateTimeOffset? BadSince,
        DateTimeOffset? CalmSince,
        DateTimeOffset? TroubledAt,
        string? Away
    ) : ProcedureMemory
    {
        public static ZoneShift Nothing { get; } = new(null, null, null, null, null);

        /// <summary>
        /// The same after a look; what could not be seen is not calm, and no zone's fault. What was calm without the
        /// zone's traffic says nothing of the time with it.
        /// </summary>
        internal ZoneShift After(ZoneShiftSight? sight, DateTimeOffset now)
        {
            if (sight is null)
            {
                return this with { Zone = null, BadSince = null, CalmSince = null };
            }

            var away = sight.Own?.AwayFrom;
            return sight is { Own: null, Verdict: ZoneVerdict.Bad { Zone.Id: var bad } }
                ? new(bad, Zone == bad ? BadSince ?? now : now, null, now, away)
                : new(null, null, sight.IsCalm ? (away == Away ? CalmSince ?? now : now) : null, TroubledAt, away);
        }
    }
}

/// <summary>The zone procedure's memory, as its decisions read it.</summary>
public static class ZoneShiftMemory
{
    extension(Incident incident)
    {
        public ProcedureMemory.ZoneShift OfZones =>
            incident.Memory as ProcedureMemory.ZoneShift ?? ProcedureMemory.ZoneShift.Nothing;
    }
}

using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>Traffic that is shifted away from a zone, until that is cancelled or expires.</summary>
/// <param name="zone">Null when it is cancelled.</param>
public sealed class ZoneHolding(string? zone, string comment) : Holding("zonal shift")
{
    /// <summary>Nothing once AWS shows no such shift any more.</summary>
    public override string? Left(Holding? first, Incident incident, Evidence seen) =>
        zone is not null
        && first is ZoneHolding
        && !(
            seen.ZoneTraffic is Fact<ZoneTraffic>.Known { Value: var traffic }
            && !traffic.Applied.Any(shift => shift.Comment == comment)
        )
            ? $"traffic is shifted away from {zone}"
            : null;
}

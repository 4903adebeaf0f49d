using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What moves a load balancer's traffic away from zones.</summary>
/// <param name="LoadBalancerArn">The load balancer that is shifted.</param>
/// <param name="IsEnabled">
/// Its attribute zonal_shift.config.enabled: off where nobody turned it on, and then AWS refuses a shift.
/// </param>
/// <param name="Applied">The shifts that are in effect.</param>
/// <param name="AwsAvoids">Ids of zones that AWS itself shifts traffic away from in the region, for whomever.</param>
public sealed record ZoneTraffic(
    string LoadBalancerArn,
    bool IsEnabled,
    ImmutableArray<ZoneShifting> Applied,
    ImmutableArray<string> AwsAvoids
)
{
    /// <summary>AWS's own shift of this load balancer; null when there is none.</summary>
    public ZoneShifting? Autoshift => Find(ShiftOrigin.Aws);

    /// <summary>A shift that a person or a tool made; null when there is none.</summary>
    public ZoneShifting? Manual => Find(ShiftOrigin.Manual);

    /// <summary>A practice run of zonal autoshift; null when there is none.</summary>
    public ZoneShifting? Practice => Find(ShiftOrigin.Practice);

    private ZoneShifting? Find(ShiftOrigin origin) => Applied.FirstOrDefault(shift => shift.Origin == origin);

    public override string ToString() =>
        (IsEnabled ? "" : "zonal shift is not enabled; ")
        + (Applied.IsEmpty ? "no shift" : string.Join(", ", Applied))
        + (AwsAvoids.IsEmpty ? "" : $"; AWS avoids {string.Join(", ", AwsAvoids)}");
}

/// <summary>A shift of one load balancer's traffic.</summary>
/// <param name="Id">Null for AWS's own.</param>
/// <param name="AwayFrom">The zone's id.</param>
/// <param name="ExpiresAt">Null for AWS's own, which AWS ends.</param>
public sealed record ZoneShifting(
    string? Id,
    ShiftOrigin Origin,
    string AwayFrom,
    string Comment,
    DateTimeOffset? ExpiresAt
)
{
    public override string ToString() =>
        Origin switch
        {
            ShiftOrigin.Aws => "AWS's autoshift",
            ShiftOrigin.Practice => "a practice run",
            _ => $"a zonal shift (\"{Comment}\")",
        }
        + $" away from {AwayFrom}"
        + (ExpiresAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" until {at:HH:mm} UTC") : "");
}

/// <summary>Who shifts.</summary>
public enum ShiftOrigin
{
    /// <summary>A person or a tool, LambdaOps among them, or an experiment of theirs.</summary>
    Manual,

    /// <summary>Zonal autoshift, to try out whether the other zones carry the load.</summary>
    Practice,

    /// <summary>Zonal autoshift, as AWS saw the zone impaired.</summary>
    Aws,
}

using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ZoneShift;

/// <summary>Whether the other zones carry all of the load, and how many tasks it takes until they do.</summary>
/// <param name="Needed">Tasks that the load needs.</param>
/// <param name="Others">Healthy targets outside of the zone.</param>
/// <param name="To">
/// The count with which the others have as many, as ECS spreads tasks evenly over all zones; bounded by the estate.
/// </param>
internal sealed record ZoneCapacity(int Needed, int Others, int To)
{
    public bool IsEnough => Others >= Needed;

    public static ZoneCapacity Of(
        ZoneShiftSight sight,
        ZoneReading zone,
        OperatedService service,
        ZoneShiftPolicy policy
    )
    {
        var desired = sight.Service.Desired;
        var others = sight.Zones.Besides(zone.Id).ToList();
        var zones = others.Count(other => other.Healthy > 0);

        // What nobody knows to be less is what the service has now.
        var needed = Math.Max(
            1,
            Demand.TasksFor(sight.Load with { CpuPercent = null }, sight.Service.Running, policy.TargetCpuPercent)
                ?? desired
        );
        var asked = (int)Math.Ceiling((double)needed * (zones + 1) / Math.Max(1, zones));
        var most = Math.Min(
            service.Capacity.Ceiling,
            sight.Scaling is ScalingState.Automatic automatic ? automatic.Maximum : int.MaxValue
        );
        return new ZoneCapacity(
            needed,
            others.Sum(other => other.Healthy),
            Math.Min(Math.Min(Math.Max(asked, desired + 1), 2 * desired), most)
        );
    }

    public override string ToString() =>
        FormattableString.Invariant($"the load needs {Needed} tasks, the other zones have {Others}");
}

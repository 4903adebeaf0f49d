using System.Globalization;

namespace LambdaOps.Core.Evidence;

/// <summary>Targets of a target group by state.</summary>
public sealed record TargetCounts(int Healthy, int Unhealthy, int Initial, int Draining)
{
    public int Total => Healthy + Unhealthy + Initial + Draining;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Healthy} healthy, {Unhealthy} unhealthy, {Initial} starting, {Draining} draining");
}

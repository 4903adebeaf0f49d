using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>Targets of a target group by state.</summary>
/// <param name="Initial">Registered, their first checks not over.</param>
/// <param name="Draining">On their way out.</param>
public sealed record TargetCounts(int Healthy, int Unhealthy, int Initial, int Draining)
{
    /// <summary>Registered with a group that gets no traffic.</summary>
    public int Unused { get; init; }

    /// <summary>Targets that the load balancer checks; what drains, or gets no traffic, is none of them.</summary>
    public int Registered => Healthy + Unhealthy + Initial;

    /// <summary>
    /// No target answers. The one place that says so: an empty group beside running tasks never gets here
    /// (<see cref="LoadBalancingLooks.WithoutContradiction"/>), and one beside no task is just that.
    /// </summary>
    public bool NoneServes => Healthy == 0;

    /// <summary>All that there is has just been started: whether it serves is not known yet.</summary>
    public bool AllStarting => Initial > 0 && Initial == Registered;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Healthy} healthy, {Unhealthy} unhealthy, {Initial} starting, {Draining} draining"
        ) + (Unused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Unused} unused"));
}

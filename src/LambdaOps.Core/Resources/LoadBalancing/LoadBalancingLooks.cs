using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a service's load balancer.</summary>
public static class LoadBalancingLooks
{
    /// <summary>The load balancer's view of the groups that serve (runbook: ALBターゲット確認).</summary>
    public static Look<TargetCounts> Targets { get; } =
        new(
            "target health",
            "ecs:DescribeServices",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetHealth"
        )
        {
            IsAbout = static target => target is OperatedService,
        };

    /// <summary>The newest minute of the service's load, and what a request cost while all was well.</summary>
    public static Look<LoadReading> Load { get; } =
        new("load", "cloudwatch:GetMetricData", "ecs:DescribeServices")
        {
            IsAbout = static target => target is OperatedService { LoadBalancer: not null },
        };

    extension(Evidence seen)
    {
        /// <summary>The load balancer's view.</summary>
        public Fact<TargetCounts> Targets => seen.Of(Targets);

        /// <summary>How busy and how slow the service is.</summary>
        public Fact<LoadReading> Load => seen.Of(Load);

        /// <summary>
        /// Looks that contradict each other are no knowledge: tasks run, but the target group has none of them. Then
        /// another group has the traffic (blue/green moves it), or the estate names the wrong one.
        /// </summary>
        public Evidence WithoutContradiction() =>
            (seen.Targets, seen.Service)
                is (
                    Fact<TargetCounts>.Known { Value: { Registered: 0 } targets },
                    Fact<ServiceState>.Known { Value: { Running: > 0 } service }
                )
                ? seen.With(
                    Targets,
                    Fact.Missing<TargetCounts>(
                        FormattableString.Invariant(
                            $"{service.Running} tasks run, but the target group has none of them"
                        ) + $" ({targets}): does another target group get the traffic?"
                    )
                )
                : seen;
    }
}

/// <summary>Which times of a service's load are of interest.</summary>
/// <param name="Now">The newest minute before it is the reading.</param>
/// <param name="WellFrom">Start of the time in which all was well.</param>
/// <param name="WellUntil">Its end.</param>
public sealed record LoadWindow(DateTimeOffset Now, DateTimeOffset WellFrom, DateTimeOffset WellUntil)
{
    /// <summary>From an hour to half an hour before the incident.</summary>
    public static LoadWindow For(DateTimeOffset now, DateTimeOffset openedAt) =>
        new(now, Minute(openedAt) - TimeSpan.FromMinutes(60), Minute(openedAt) - TimeSpan.FromMinutes(30));

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
}

/// <summary>Targets by state, of a target group or of all that serve.</summary>
/// <param name="Initial">Registered, their first checks not over.</param>
/// <param name="Draining">On their way out.</param>
public sealed record TargetCounts(int Healthy, int Unhealthy, int Initial, int Draining)
{
    /// <summary>Registered with a group that gets no traffic.</summary>
    public int Unused { get; init; }

    /// <summary>The zone that all unhealthy ones are in, and no healthy one, while others' are healthy; null for none.</summary>
    public string? DownZone { get; init; }

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
            $"{Healthy} healthy, {Unhealthy} unhealthy{InZone}, {Initial} starting, {Draining} draining"
        ) + (Unused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Unused} unused"));

    private string InZone => DownZone is null ? "" : $" (only in {DownZone})";
}

/// <summary>
/// The newest minute that CloudWatch has of a service's load. A number is null where that minute has none.
/// </summary>
/// <param name="At">The start of that minute.</param>
/// <param name="P50Ms">Answer time that half of the requests stay below, in milliseconds.</param>
/// <param name="CpuPercent">Average of all tasks.</param>
/// <param name="RequestsPerSecond">All that reached the target group.</param>
/// <param name="ErrorPercent">Share of them that the targets answered with a 5XX.</param>
/// <param name="TasksPerRequest">
/// What one request a second cost in fully used tasks while all was well: the mean of CPU × tasks ÷ requests over half
/// an hour before the incident. Null when there is no such time.
/// </param>
public sealed record LoadReading(
    DateTimeOffset At,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    double? CpuPercent,
    double? MemoryPercent,
    double? RequestsPerSecond,
    double? ErrorPercent,
    double? TasksPerRequest
)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"P50 {Ms(P50Ms)}, P95 {Ms(P95Ms)}, P99 {Ms(P99Ms)}; ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"CPU {Percent(CpuPercent)}, memory {Percent(MemoryPercent)}; "
                + $"{Number(RequestsPerSecond, "0.#")} requests/s, errors {Percent(ErrorPercent)} ({At:HH:mm})"
        );

    private static string Ms(double? value) => $"{Number(value, "0")} ms";

    private static string Percent(double? value) => $"{Number(value, "0.##")} %";

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "?";
}

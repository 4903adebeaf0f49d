namespace LambdaOps.Account.World.Plans;

/// <summary>One ECS service behind a target group of a load balancer.</summary>
public sealed record ServicePlan
{
    public required string Cluster { get; init; }

    public required string Name { get; init; }

    public required int Desired { get; init; }

    /// <summary>The revisions of the service's task definition, oldest first; the last one runs at the start.</summary>
    public required IReadOnlyList<TaskDefinitionPlan> Revisions { get; init; }

    public required string TargetGroupArn { get; init; }

    /// <summary>
    /// The second target group, between which and the first one deployments alternate; null where there is none, and then
    /// every deployment is ROLLING.
    /// </summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>The host by which the test rule knows its requests; null for no test rule.</summary>
    public string? TestHost { get; init; }

    /// <summary>
    /// The service of the same cluster by whose production rule this one gets its requests, as the other of two that
    /// take turns: it has no traffic of its own, and at first none at all. Null: it has a rule of its own.
    /// </summary>
    public string? BehindRuleOf { get; init; }

    /// <summary>The ARN of the rule by which users come to it; null for one that is made up.</summary>
    public string? ProductionRule { get; init; }

    public required string LoadBalancerArn { get; init; }

    /// <summary>
    /// The network load balancer that users come to before the service's own; null where they come to that itself.
    /// </summary>
    public string? FrontLoadBalancerArn { get; init; }

    /// <summary>
    /// Its load balancer is a network load balancer: it has listeners and no rules, passes connections on, and knows
    /// nothing of requests and their answers.
    /// </summary>
    public bool IsBehindNetwork => LoadBalancerArn.Contains(":loadbalancer/net/", StringComparison.Ordinal);

    /// <summary>The public name and path at which the service says that it is well.</summary>
    public required string HealthHost { get; init; }

    public string HealthPath { get; init; } = "/health";

    /// <summary>What the body of a healthy answer contains.</summary>
    public string HealthText { get; init; } = "ok";

    public string LaunchType { get; init; } = "FARGATE";

    public IReadOnlyList<string> Zones { get; init; } = ["a", "c"];

    public DeploymentPlan Deployment { get; init; } = new();

    public LaunchPlan Launch { get; init; } = new();

    public HealthCheckPlan HealthCheck { get; init; } = new();

    public TrafficPlan Traffic { get; init; } = new();

    public LoadPlan Load { get; init; } = new();

    /// <summary>Names of the world's tables that every request of the service uses.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Null: nobody but people and deployments changes the desired count.</summary>
    public AutoscalingPlan? Autoscaling { get; init; }

    /// <summary>Where the service writes a line for each request; null for nowhere.</summary>
    public string? LogGroup { get; init; }

    /// <summary>How requests and latency are spread in that log.</summary>
    public IReadOnlyList<EndpointPlan> Endpoints { get; init; } = [];
}

/// <summary>
/// Target tracking on CPU. At the normal count and load the CPU should be a little below the target, or the normal
/// count will not last.
/// </summary>
public sealed record AutoscalingPlan(int Min, int Max, double TargetCpuPercent)
{
    public TimeSpan ScaleOutCooldown { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan ScaleInCooldown { get; init; } = TimeSpan.FromSeconds(300);
}

/// <summary>One path of a service's API.</summary>
/// <param name="Share">Of all requests, in proportion to the other endpoints' shares.</param>
/// <param name="LatencyFactor">How much longer than the others it takes, in proportion to theirs.</param>
public sealed record EndpointPlan(string Path, double Share, double LatencyFactor = 1);

/// <summary>How long a task takes through its life; each duration is drawn between its two bounds.</summary>
public sealed record LaunchPlan
{
    public Span Provisioning { get; init; } = Span.Seconds(5, 15);

    public Span Pending { get; init; } = Span.Seconds(8, 25);

    /// <summary>From RUNNING until the application answers.</summary>
    public Span WarmUp { get; init; } = Span.Seconds(8, 20);

    /// <summary>From the stop signal until STOPPED.</summary>
    public Span Stopping { get; init; } = Span.Seconds(2, 10);

    /// <summary>How many tasks the scheduler starts in one second.</summary>
    public int StartsPerSecond { get; init; } = 10;
}

public readonly record struct Span(TimeSpan AtLeast, TimeSpan AtMost)
{
    public static Span Seconds(double atLeast, double atMost) =>
        new(TimeSpan.FromSeconds(atLeast), TimeSpan.FromSeconds(atMost));
}

/// <summary>The target group's health check and what ECS makes of it.</summary>
public sealed record HealthCheckPlan
{
    public string Path { get; init; } = "/health";

    public int Port { get; init; } = 3000;

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public int HealthyThreshold { get; init; } = 2;

    public int UnhealthyThreshold { get; init; } = 3;

    /// <summary>How long ECS overlooks failing checks of a new task.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan DeregistrationDelay { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What comes in from outside.</summary>
public sealed record TrafficPlan
{
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Standard deviation of a second's requests, as a share of them.</summary>
    public double Noise { get; init; } = 0.08;

    /// <summary>
    /// 24 factors, one for each hour from midnight at <see cref="Offset"/>; empty means the same all day.
    /// </summary>
    public IReadOnlyList<double> DailyShape { get; init; } = [];

    public TimeSpan Offset { get; init; } = TimeSpan.Zero;
}

/// <summary>What one task can carry, and how it answers when it has room.</summary>
public sealed record LoadPlan
{
    /// <summary>The load at which a task is fully used.</summary>
    public double RequestsPerSecondPerTask { get; init; } = 25;

    public double P50Ms { get; init; } = 50;

    public double P95Ms { get; init; } = 150;

    public double P99Ms { get; init; } = 350;

    /// <summary>The share of requests that fail on a good day.</summary>
    public double ErrorShare { get; init; } = 0.0001;

    /// <summary>CPU at no load and at full load, in percent.</summary>
    public double CpuIdle { get; init; } = 4;

    public double CpuFull { get; init; } = 95;

    public double MemoryIdle { get; init; } = 42;

    public double MemoryFull { get; init; } = 60;

    /// <summary>After this long the load balancer gives up on a target.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

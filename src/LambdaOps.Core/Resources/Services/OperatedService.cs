using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>An ECS service behind a load balancer.</summary>
/// <param name="TargetGroupArn">Its target group, or one of the two that its deployments shift traffic between.</param>
public sealed record OperatedService(
    TargetId Id,
    string Cluster,
    string Service,
    Capacity Capacity,
    HealthCheck Health,
    string TargetGroupArn,
    Uri? Runbook
) : Resource(Id, Runbook)
{
    /// <summary>
    /// The load balancer as its metrics name it (app/NAME/ID): answer times and requests are asked by it. Null when the
    /// estate does not name it; then there is no latency remedy.
    /// </summary>
    public string? LoadBalancer { get; init; }

    /// <summary>
    /// The ARN of the network load balancer in front of the service's own: a zonal shift is made there. Null where users
    /// come to the load balancer itself.
    /// </summary>
    public string? FrontLoadBalancer { get; init; }

    /// <summary>The ARN of the service's load balancer; null where the estate does not name it.</summary>
    public string? LoadBalancerArn =>
        LoadBalancer is { } named && TargetGroupArn.LastIndexOf(':') is >= 0 and var colon
            ? $"{TargetGroupArn[..colon]}:loadbalancer/{named}"
            : null;

    /// <summary>The ARN of the load balancer whose traffic is shifted between zones.</summary>
    public string? ShiftedLoadBalancer => FrontLoadBalancer ?? LoadBalancerArn;

    /// <summary>
    /// The other target group of a service whose deployments shift traffic (BLUE_GREEN, LINEAR, CANARY): the two take
    /// turns, so that its metrics and alarms are those of both. Null where it has one.
    /// </summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>
    /// The rule whose weights say how much of the traffic it gets, where it takes turns with another service behind it;
    /// null where ECS shifts the traffic, or nothing does.
    /// </summary>
    public TrafficRule? TrafficRule { get; init; }

    /// <summary>DynamoDB tables that the service depends on.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    public bool Uses(OperatedTable table) => Tables.Contains(table.Name);

    /// <summary>Secrets of Secrets Manager that its containers take, by name.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Names of the roles that its tasks get, and ECS for them.</summary>
    public ImmutableArray<string> TaskRoles { get; init; } = [];

    /// <summary>The log group with a line for each request, or null.</summary>
    public string? LogGroup { get; init; }

    /// <summary>How the fields of those lines are called.</summary>
    public RequestFields RequestFields { get; init; } = RequestFields.Default;

    /// <summary>The site whose page says that the service is down; null when there is none.</summary>
    public OperatedSite? Site { get; init; }

    /// <summary>
    /// Remedies in the order in which they are tried, each once; after the last comes the hand-off to on-call.
    /// </summary>
    public ImmutableArray<ProcedureName> Ladder { get; init; } = [];

    /// <summary>What counts as slow and as busy.</summary>
    public Thresholds Thresholds { get; init; } = Thresholds.Default;

    /// <summary>What its new revisions are asked before they get traffic; null where the estate names nothing.</summary>
    public SmokeTest? SmokeTest { get; init; }

    /// <summary>
    /// The command that a person runs after a deployment (runbook: performance-test.sh --duration 300), as the notice
    /// says it; LambdaOps never runs it. Null where the estate names none.
    /// </summary>
    public string? PerformanceTest { get; init; }

    /// <summary>The account of the target group; null where its ARN has none.</summary>
    public string? Account => AccountOf(TargetGroupArn);

    /// <summary>The target group as its metrics name it: targetgroup/NAME/ID.</summary>
    public string TargetGroup => GroupInMetrics(TargetGroupArn);

    /// <summary>All of its target groups as their metrics name them.</summary>
    public ImmutableArray<string> TargetGroups =>
        AlternateTargetGroupArn is { } other ? [TargetGroup, GroupInMetrics(other)] : [TargetGroup];

    /// <summary>A target group's ARN as its metrics name it: targetgroup/NAME/ID.</summary>
    public static string GroupInMetrics(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    internal static string? AccountOf(string arn) =>
        arn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null;

    /// <summary>Application Auto Scaling's name of the service.</summary>
    public string ScalableResource => $"service/{Cluster}/{Service}";
}

/// <summary>Task counts: never below the floor, never above the ceiling, normal when all is well.</summary>
public sealed record Capacity(int Floor, int Normal, int Ceiling);

/// <summary>
/// From when a number is a warning and from when it is a danger (runbook: パフォーマンスベースライン). Times in
/// milliseconds, the others in percent.
/// </summary>
public sealed record Thresholds(
    Threshold P50Ms,
    Threshold P95Ms,
    Threshold P99Ms,
    Threshold Errors,
    Threshold Cpu,
    Threshold Memory
)
{
    /// <summary>The most that an estate may name, as milliseconds and as percent.</summary>
    public const double MostMs = 60_000;

    /// <inheritdoc cref="MostMs"/>
    public const double MostPercent = 100;

    public static Thresholds Default { get; } =
        new(new(200, 500), new(500, 1000), new(1000, 2000), new(0.1, 1), new(70, 85), new(75, 90));
}

/// <summary>Two limits of one number.</summary>
public sealed record Threshold(double Warning, double Danger);

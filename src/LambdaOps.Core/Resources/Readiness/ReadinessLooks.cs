using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>The questions of whether a failover to the region for disaster recovery would work now.</summary>
public static class ReadinessLooks
{
    /// <summary>The stack there; where it stands, CloudFormation begins to look for drift, which takes minutes.</summary>
    public static Look<RecoveryStack> Stack { get; } =
        new("stack for disaster recovery", "cloudformation:DescribeStacks", "cloudformation:DetectStackDrift")
        {
            IsAbout = IsSide,
        };

    /// <summary>What CloudFormation's search for drift came to.</summary>
    public static Look<StackDrift> Drift { get; } =
        new(
            "drift of the stack",
            "cloudformation:DescribeStackDriftDetectionStatus",
            "cloudformation:DescribeStackResourceDrifts"
        )
        {
            IsAbout = static about => about is DriftDetection,
        };

    /// <summary>The services that stand by, and their images beside those that run in the estate's own region.</summary>
    public static Look<StandbyServices> Services { get; } =
        new("services that stand by", "ecr:DescribeImages", "ecs:DescribeServices", "ecs:DescribeTaskDefinition")
        {
            IsAbout = IsSide,
        };

    /// <summary>Which secrets are replicated there.</summary>
    public static Look<SecretReplicas> Secrets { get; } =
        new("replicas of secrets", "secretsmanager:DescribeSecret") { IsAbout = IsSide };

    /// <summary>The replicas of global tables, and how far they are behind.</summary>
    public static Look<TableReplicas> Tables { get; } =
        new("replicas of tables", "cloudwatch:GetMetricData", "dynamodb:DescribeTable") { IsAbout = IsSide };

    /// <summary>The failover records, the health check that turns them, and what Route 53 promises for its own outage.</summary>
    public static Look<TrafficReadiness> Traffic { get; } =
        new("failover records", "route53:GetHealthCheck", "route53:GetHostedZone", "route53:ListResourceRecordSets")
        {
            IsAbout = IsSide,
        };

    /// <summary>What each service that stands by answers at its own name.</summary>
    public static Look<StandbyAnswers> Answers { get; } = new("answers of what stands by") { IsAbout = IsSide };

    private static bool IsSide(Resource about) => about is RecoverySide;
}

/// <summary>A stack as CloudFormation describes it.</summary>
/// <param name="Status">As CloudFormation writes it; null where there is no such stack.</param>
public sealed record RecoveryStack(string? Status)
{
    /// <summary>What the last search for drift came to (IN_SYNC, DRIFTED); null where there was none.</summary>
    public string? LastDrift { get; init; }

    public DateTimeOffset? LastCheckedAt { get; init; }

    /// <summary>The id of the search that was begun; null where none was.</summary>
    public string? Detection { get; init; }

    /// <summary>Why none was begun.</summary>
    public string? WhyNotDetected { get; init; }

    public override string ToString() => Status ?? "no such stack";
}

/// <summary>A search for drift.</summary>
/// <param name="IsRunning">Whether it goes on.</param>
/// <param name="HasDrifted">Null where that is not known.</param>
public sealed record StackDrift(bool IsRunning, bool? HasDrifted, ImmutableArray<DriftedResource> Resources)
{
    /// <summary>Why the search failed, wholly or of some resources.</summary>
    public string? WhyFailed { get; init; }

    public override string ToString() =>
        IsRunning ? "still looked for"
        : HasDrifted is not { } drifted ? $"not known: {WhyFailed}"
        : drifted ? FormattableString.Invariant($"{Resources.Length} resources differ")
        : "in sync";
}

/// <param name="Id">As the template calls it.</param>
/// <param name="Status">MODIFIED or DELETED.</param>
/// <param name="Properties">What differs ("/DesiredCount").</param>
public sealed record DriftedResource(string Id, string Type, string Status, ImmutableArray<string> Properties);

/// <summary>What stands by, in the estate's order.</summary>
public sealed record StandbyServices(ImmutableArray<StandbyServiceSeen> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} services");
}

/// <summary>A service that stands by, as ECS has it.</summary>
/// <param name="Desired">Null where it is not there, or could not be seen.</param>
public sealed record StandbyServiceSeen(TargetId Of, int? Desired, int Running)
{
    /// <summary>Why it could not be seen; null where it could.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>The images of its task definition, as the registry that it names has them.</summary>
    public ImmutableArray<PulledImage> Images { get; init; } = [];

    /// <summary>The images that run in the estate's own region.</summary>
    public ImmutableArray<PulledImage> InUse { get; init; } = [];

    /// <summary>Why the images could not be compared; null where they could.</summary>
    public string? WhyNoImages { get; init; }
}

/// <summary>An image that a task pulls when it starts.</summary>
/// <param name="Digest">What its registry has under that name; null where it has nothing, or nobody knows.</param>
public sealed record PulledImage(ImageReference Reference, string? Digest)
{
    /// <summary>Why nobody knows; null where the registry answered.</summary>
    public string? WhyMissing { get; init; }
}

/// <summary>By the secret's name, its replica in the region: null where it has none there.</summary>
public sealed record SecretReplicas(ImmutableArray<SecretReplica> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} secrets");
}

/// <param name="Status">As Secrets Manager writes it (InSync, InProgress, Failed); null where it is not replicated there.</param>
public sealed record SecretReplica(string Name, string? Status)
{
    /// <summary>Why nobody knows; null where it was seen.</summary>
    public string? WhyMissing { get; init; }
}

/// <summary>The tables that the estate says have a replica there.</summary>
public sealed record TableReplicas(ImmutableArray<TableReplica> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} tables");
}

/// <param name="Status">As DynamoDB writes it (ACTIVE); null where there is none.</param>
/// <param name="Behind">How far it was behind at the worst of the last minutes; null where nobody knows.</param>
public sealed record TableReplica(string Table, string? Status, TimeSpan? Behind)
{
    /// <summary>How many minutes of the lag are looked at.</summary>
    public const int Minutes = 15;

    /// <summary>Why nobody knows; null where it was seen.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>Why the lag is not known; null where it is.</summary>
    public string? WhyNoLag { get; init; }
}

/// <summary>How the public name is turned.</summary>
public sealed record TrafficReadiness
{
    /// <summary>Null where there is no such record.</summary>
    public FailoverRecord? Primary { get; init; }

    /// <inheritdoc cref="Primary"/>
    public FailoverRecord? Secondary { get; init; }

    /// <summary>Null where there is no such health check.</summary>
    public FailoverCheck? Check { get; init; }

    /// <summary>Whether Route 53 promises changes within an hour of an outage of its own region; null where it says nothing.</summary>
    public bool? HasAcceleratedRecovery { get; init; }

    public override string ToString() =>
        (Primary, Secondary, Check) is ({ }, { }, { }) ? "records and health check are there" : "not all is there";
}

/// <param name="TimeToLive">Null for an alias, whose answers are kept for a minute.</param>
/// <param name="HealthCheckId">Null where it has none.</param>
public sealed record FailoverRecord(TimeSpan? TimeToLive, string? HealthCheckId);

/// <param name="Interval">Between two requests of one checker.</param>
/// <param name="Failures">So many in a row turn it.</param>
public sealed record FailoverCheck(TimeSpan Interval, int Failures, bool IsInverted, bool IsDisabled)
{
    /// <summary>The host that it asks; null where it asks none.</summary>
    public string? Host { get; init; }

    public string? Path { get; init; }
}

/// <summary>In the estate's order.</summary>
public sealed record StandbyAnswers(ImmutableArray<StandbyAnswer> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} answers");
}

/// <param name="Probe">Null where nobody can tell.</param>
public sealed record StandbyAnswer(TargetId Of, Uri Url, HealthProbe? Probe)
{
    /// <summary>What answers to its smoke test lack; null where they lack nothing, or the estate names no test.</summary>
    public string? Lacks { get; init; }

    public string? WhyMissing { get; init; }
}

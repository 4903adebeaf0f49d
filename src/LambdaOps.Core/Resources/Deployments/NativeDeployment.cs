using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>The newest deployment of a service that ECS itself keeps a record of.</summary>
/// <param name="Newest">Null where the service has none: a new one, or one of an external controller.</param>
public sealed record NativeDeployments(NativeDeployment? Newest)
{
    public override string ToString() => Newest?.ToString() ?? "no service deployment";
}

/// <summary>One service deployment as DescribeServiceDeployments shows it.</summary>
/// <param name="Target">The revision that it brings.</param>
/// <param name="Source">The revision that served before; null on a service's first deployment.</param>
public sealed record NativeDeployment(
    string Arn,
    DeploymentCourse Course,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    RevisionInService Target,
    RevisionInService? Source
)
{
    /// <summary>Whether traffic moves in steps between two target groups (BLUE_GREEN, LINEAR, CANARY).</summary>
    public bool Shifts { get; init; }

    /// <summary>ECS's name of the stage that it is in; empty where it has none.</summary>
    public string Stage { get; init; } = "";

    /// <summary>The pause hook that waits for an answer; null when none does.</summary>
    public PauseHook? Hook { get; init; }

    /// <summary>ECS's words about it; empty when it has none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The last part of its ARN.</summary>
    public string Id => Arn[(Arn.LastIndexOf('/') + 1)..];

    /// <summary>Its service's ARN; null where its own is of another form.</summary>
    public string? ServiceArn =>
        Arn.Split('/') is [var before, var cluster, var service, _]
        && before.EndsWith(":service-deployment", StringComparison.Ordinal)
            ? $"{before[..^"-deployment".Length]}/{cluster}/{service}"
            : null;

    /// <summary>Whether it replaces tasks by their like.</summary>
    public bool IsSameAgain => Source is not null && TaskRevision.IsSame(Source.TaskDefinition, Target.TaskDefinition);

    /// <summary>
    /// Whether the source's own deployment is known never to have come to its end: it was stopped, failed, or was deployed
    /// over.
    /// </summary>
    public bool IsSourceUnproven { get; init; }

    /// <summary>
    /// Whether someone was on the way back from the source, to an older task definition, when this deployment began:
    /// nobody wanted it any more.
    /// </summary>
    public bool IsSourceLeft { get; init; }

    /// <summary>The revision that served before it; null where there is none, or that is not known to have served.</summary>
    public RevisionInService? ServedBefore => IsSourceUnproven || IsSourceLeft ? null : Source;

    /// <summary>Whether it goes from a newer revision to an older one: what it leaves is no way back.</summary>
    public bool GoesBack => Source is not null && TaskRevision.IsNewer(Source.TaskDefinition, Target.TaskDefinition);

    /// <summary>When it began, where ECS does not say when it ended.</summary>
    public DateTimeOffset EndedAt => FinishedAt ?? CreatedAt;

    public bool IsRunning => Course is DeploymentCourse.Pending or DeploymentCourse.InProgress;

    public override string ToString() =>
        $"deployment {Id} of {TaskRevision.Name(Target.TaskDefinition)}: {Course}"
        + (Target.WeightPercent is { } weight ? string.Create(CultureInfo.InvariantCulture, $", {weight:0.#} %") : "")
        + (Stage.Length == 0 ? "" : $", {Stage}")
        + (Hook is null ? "" : $", hook {Hook.Id} waits")
        + (Reason.Length == 0 ? "" : $" ({Reason})");
}

/// <summary>A service revision's part in a deployment.</summary>
/// <param name="TargetGroupArn">The group that its tasks are registered with; null where it has none.</param>
/// <param name="WeightPercent">
/// Its share of the production traffic; null where ECS does not say, as it moves none by weights.
/// </param>
public sealed record RevisionInService(string TaskDefinition, string? TargetGroupArn, double? WeightPercent)
{
    /// <summary>The same in whole percent; 0 where ECS does not say.</summary>
    public int Weight => (int)Math.Round(WeightPercent ?? 0);
}

/// <summary>A pause hook that waits: each pause has an id of its own.</summary>
public sealed record PauseHook(string Id, DateTimeOffset? ExpiresAt);

/// <summary>How far a service deployment is.</summary>
public enum DeploymentCourse
{
    Pending,
    InProgress,
    Successful,

    /// <summary>It is being stopped, or rolled back.</summary>
    RollingBack,

    /// <summary>It was stopped, or rolled back: the revision before serves.</summary>
    RolledBack,
    RollbackFailed,
}

/// <summary>What the new revision's own target group got and answered.</summary>
/// <param name="Targets">Its targets by state.</param>
/// <param name="Minutes">The last minutes that CloudWatch has, oldest first; none where nothing reached it.</param>
public sealed record RevisionLoad(
    TargetCounts Targets,
    System.Collections.Immutable.ImmutableArray<RevisionMinute> Minutes
)
{
    /// <summary>
    /// How far back is looked: a deployment is a suspect for half an hour, and what was before it has to be seen, too.
    /// </summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(45);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Targets}; {Minutes.Sum(minute => minute.Requests):0} requests in {Minutes.Length} minutes"
        );

    public bool Equals(RevisionLoad? other) =>
        other is not null && Targets == other.Targets && Minutes.AsSpan().SequenceEqual(other.Minutes.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Targets, Minutes.Length);
}

/// <summary>One minute of a revision's load.</summary>
/// <param name="At">Its start.</param>
/// <param name="Errors">Requests that its targets answered with a 5XX.</param>
/// <param name="Lost">Requests for which no connection to a target came about.</param>
/// <param name="P95Ms">Null where that minute has no value.</param>
public sealed record RevisionMinute(DateTimeOffset At, double Requests, double Errors, double Lost, double? P95Ms);

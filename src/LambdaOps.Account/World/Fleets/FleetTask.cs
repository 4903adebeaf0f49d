using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Secrets;

namespace LambdaOps.Account.World.Fleets;

public enum TaskStage
{
    Provisioning,
    Pending,
    Running,
    Deactivating,
    Stopping,
    Stopped,
}

/// <summary>What ails a running task.</summary>
public enum Illness
{
    None,

    /// <summary>The application fails, its shallow health check does not: ECS sees nothing to heal.</summary>
    Shallow,

    /// <summary>The application and its health check answer 503: ECS replaces the task.</summary>
    Deep,

    /// <summary>What it depends on is gone: as deep, but at no load, and it never notices that it is back.</summary>
    Starved,

    /// <summary>Nothing answers: requests and health checks time out.</summary>
    Frozen,
}

/// <summary>What a request to a task meets.</summary>
public enum TaskAnswer
{
    Serves,
    Refuses,
    Answers503,
    TimesOut,
}

/// <summary>One task of a service, from PROVISIONING to STOPPED.</summary>
public sealed class FleetTask
{
    public required string Id { get; init; }

    public required string Arn { get; init; }

    public required FleetDeployment Deployment { get; init; }

    public required TaskDefinitionPlan Definition { get; init; }

    /// <summary>How its application behaves: by its code, and by the secrets that it took when it started.</summary>
    public TaskBehaviour Behaviour { get; internal set; } = TaskBehaviour.Healthy;

    /// <summary>The versions of secrets that it took when it started.</summary>
    public IReadOnlyList<StoredVersion> Secrets { get; internal set; } = [];

    /// <summary>What it pulls.</summary>
    public required string ImageDigest { get; init; }

    public required string Ip { get; init; }

    public required string Zone { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public TaskStage Status { get; internal set; }

    /// <summary>Whether ECS wants it stopped (desiredStatus STOPPED).</summary>
    public bool StopWanted { get; internal set; }

    public Illness Illness { get; internal set; }

    public DateTimeOffset? StartedAt { get; internal set; }

    public DateTimeOffset? StoppingAt { get; internal set; }

    public DateTimeOffset? StoppedAt { get; internal set; }

    public string? StopCode { get; internal set; }

    public string? StoppedReason { get; internal set; }

    public int? ExitCode { get; internal set; }

    /// <summary>From when the application answers.</summary>
    public DateTimeOffset ServesFrom { get; internal set; }

    /// <summary>Whether its target was healthy at any time.</summary>
    public bool WasHealthy { get; internal set; }

    public double CpuPercent { get; internal set; }

    public double MemoryPercent { get; internal set; }

    /// <summary>When the present status ends by itself.</summary>
    internal DateTimeOffset PhaseEnds { get; set; }

    internal bool CountedAsFailed { get; set; }

    /// <summary>Kept for the service, not on its way out and not stopped.</summary>
    public bool IsLive => !StopWanted && Status is (TaskStage.Provisioning or TaskStage.Pending or TaskStage.Running);

    public string LastStatus => Status.ToString().ToUpperInvariant();

    /// <summary>How the application behind the task's port answers its users at a moment.</summary>
    public TaskAnswer AnswerAt(DateTimeOffset at) =>
        this switch
        {
            { Status: not (TaskStage.Running or TaskStage.Deactivating) } => TaskAnswer.Refuses,
            { Behaviour.NeverServes: true } => TaskAnswer.Refuses,
            _ when at < ServesFrom => TaskAnswer.Refuses,
            { Illness: Illness.Frozen } => TaskAnswer.TimesOut,
            { Illness: Illness.Deep or Illness.Shallow or Illness.Starved } => TaskAnswer.Answers503,
            _ => TaskAnswer.Serves,
        };

    /// <summary>How it answers the target group's health check, which a shallow illness does not reach.</summary>
    public TaskAnswer CheckAt(DateTimeOffset at) =>
        Illness == Illness.Shallow && AnswerAt(at) == TaskAnswer.Answers503 ? TaskAnswer.Serves : AnswerAt(at);
}

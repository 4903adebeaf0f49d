using System.Text.Json.Nodes;

namespace LambdaOps.Account.World.Plans;

/// <summary>One revision of a task definition, and how its tasks will behave.</summary>
public sealed record TaskDefinitionPlan
{
    public required string Family { get; init; }

    public required int Revision { get; init; }

    public TaskBehaviour Behaviour { get; init; } = TaskBehaviour.Healthy;

    public string Container { get; init; } = "app";

    public string? Image { get; init; }

    public string Cpu { get; init; } = "512";

    public string Memory { get; init; } = "1024";

    /// <summary>The whole definition as it was registered through the API; null for one of the plan.</summary>
    public JsonObject? Registered { get; init; }
}

/// <summary>How the tasks of a revision behave. The parts combine: a revision may serve errors and leak.</summary>
public sealed record TaskBehaviour
{
    public static TaskBehaviour Healthy { get; } = new();

    /// <summary>Runs, but its application never answers a health check.</summary>
    public static TaskBehaviour NeverGetsHealthy { get; } = new() { NeverServes = true };

    /// <summary>The image cannot be pulled: the task stops before it runs.</summary>
    public static TaskBehaviour CannotStart { get; } = new() { FailsToStart = true };

    public TimeSpan? CrashAfter { get; init; }

    public bool NeverServes { get; init; }

    public bool FailsToStart { get; init; }

    /// <summary>The share of requests that this code answers with a 5XX; health checks are not among them.</summary>
    public double ErrorShare { get; init; }

    public double LatencyFactor { get; init; } = 1;

    /// <summary>Memory that is never given back; at 100 % the task is killed.</summary>
    public double LeakPercentPerMinute { get; init; }

    public static TaskBehaviour CrashesAfter(TimeSpan age) => new() { CrashAfter = age };

    public static TaskBehaviour ServesErrors(double share) => new() { ErrorShare = share };

    public static TaskBehaviour Leaks(double percentPerMinute) => new() { LeakPercentPerMinute = percentPerMinute };
}

using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>A service that is down until a new deployment has been there for a while.</summary>
internal sealed class FakeWorld(TimeProvider time)
{
    public List<ServiceDeployment> Deployments { get; } = [New("old", time.GetUtcNow() - TimeSpan.FromHours(1))];

    /// <summary>What actions changed.</summary>
    public List<Change> Effects { get; } = [];

    /// <summary>How long after a restart it serves again; null when a restart does not help.</summary>
    public TimeSpan? RecoversAfter { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsUp { get; set; }

    /// <summary>What the n-th probe finds, from 1; null is what serves.</summary>
    public Func<int, bool>? Probe { get; set; }

    /// <summary>What the alarm shows whatever serves; null is its state without datapoints.</summary>
    public AlarmReading? Alarm { get; set; }

    /// <summary>The newest deployment that ECS keeps a record of; null for none.</summary>
    public NativeDeployment? Shift { get; set; }

    /// <summary>Names of alarms in ALARM.</summary>
    public List<string> Alarms { get; } = [];

    /// <summary>Idle and quick, until a test says otherwise.</summary>
    public LoadReading Load { get; set; } =
        new(
            time.GetUtcNow(),
            50,
            200,
            500,
            CpuPercent: 40,
            MemoryPercent: 50,
            RequestsPerSecond: 50,
            ErrorPercent: 0,
            TasksPerRequest: 0.04
        );

    public IReadOnlyList<SlowEndpoint> SlowEndpoints { get; set; } = [];

    /// <summary>The page as it stands; null is the site's own, whose copy <see cref="SavedFor"/> has.</summary>
    public PageState.Maintenance? Up { get; set; }

    public IncidentId? SavedFor { get; set; }

    /// <summary>The page as a copy of its backup; null is as it was.</summary>
    public PageState.Own? Restored { get; set; }

    /// <summary>What its image's tag means now: each new deployment pulls that.</summary>
    public string Tagged { get; set; } = "sha256:one";

    /// <summary>What its tasks run.</summary>
    public RunningImage Image =>
        new("api", "team/api:7", Effects.Count > 0 ? Tagged : "sha256:one", 5) { Deployment = Deployments[^1].Id };

    public bool FailedRollout { get; set; }

    public bool Serves => IsUp || (Effects.Count > 0 && RecoversAfter is { } after && Age >= after);

    /// <summary>What ECS complains of.</summary>
    public IReadOnlyList<string> Complaints { get; set; } = [];

    public ServiceState State =>
        new(5, 5, 0, "task:7", [Deployments[^1] with { Rollout = Rollout }], null) { Complaints = Complaints };

    private TimeSpan Age => time.GetUtcNow() - Deployments[^1].CreatedAt;

    private RolloutState Rollout =>
        FailedRollout ? RolloutState.Failed
        : Age >= TimeSpan.FromSeconds(30) ? RolloutState.Completed
        : RolloutState.InProgress;

    public PageState PageFor(IncidentId incident) =>
        Up ?? Restored ?? (PageState)new PageState.Own("\"original\"", IsSaved: SavedFor == incident);

    public void Deploy(string id) => Deployments.Add(New(id, time.GetUtcNow()));

    public ActionOutcome Take(Change change)
    {
        Effects.Add(change);
        switch (change)
        {
            case Change.SavePage save:
                SavedFor = new IncidentId(save.SavedKey.Split('/')[^2]);
                break;
            case Change.PublishMaintenancePage put:
                Up = new PageState.Maintenance("\"maintenance\"", put.By, put.ETag, put.SavedKey, IsSaved: true);
                break;
            case Change.RestorePage:
                Up = null;
                break;
            case Change.InvalidateSite:
                break;
            default:
                Deploy($"new-{Effects.Count}");
                break;
        }

        return new ActionOutcome.Done($"new-{Effects.Count}");
    }

    private static ServiceDeployment New(string id, DateTimeOffset at) =>
        new(id, IsPrimary: true, RolloutState.InProgress, "task:7", 5, 5, 0, at);
}

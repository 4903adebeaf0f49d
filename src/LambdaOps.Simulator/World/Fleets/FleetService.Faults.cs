using System.Globalization;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.World.Fleets;

// What can happen to a service in a drill. Every one tells the spectators.
public sealed partial class FleetService
{
    /// <summary>Makes running tasks fail their users; all of them, or the first <paramref name="count"/>.</summary>
    public FleetService HangTasks(Illness illness = Illness.Shallow, int? count = null)
    {
        var struck = _tasks.Where(t => t is { Status: TaskStage.Running, StopWanted: false, Illness: Illness.None })
            .Take(count ?? int.MaxValue)
            .ToList();
        foreach (var task in struck)
        {
            task.Illness = illness;
        }

        return Strike($"{struck.Count} tasks hang ({illness.ToString().ToLowerInvariant()})");
    }

    /// <summary>Hanging tasks recover by themselves.</summary>
    public FleetService Recover()
    {
        foreach (var task in _tasks)
        {
            task.Illness = Illness.None;
        }

        return Strike("hanging tasks recover");
    }

    /// <summary>Ends running tasks' containers with exit code 1.</summary>
    public FleetService Crash(int count = int.MaxValue)
    {
        var struck = _tasks.Where(t => t is { Status: TaskStage.Running, StopWanted: false }).Take(count).ToList();
        Strike($"{struck.Count} tasks crash");
        foreach (var task in struck)
        {
            Crash(task, _world.Clock.Now, 1, "Essential container in task exited");
        }

        return this;
    }

    /// <summary>Someone registers a new revision that behaves so, and deploys it.</summary>
    public Deployment Deploy(TaskBehaviour behaviour, string by = "person")
    {
        var definition = _fleet.Definitions.Register(Primary.Definition with { Behaviour = behaviour });
        _world.Tell("person", Name, $"{by} deploys {definition.Family}:{definition.Revision}");
        return Begin(definition, DeploymentKind.Revision, by, reason: null);
    }

    /// <summary>Someone changes the desired count by hand.</summary>
    public FleetService Scale(int desired, string by = "person")
    {
        _world.Tell("person", Name, $"{by} sets the desired count to {desired}");
        SetDesired(desired, by);
        return this;
    }

    /// <summary>No more than <paramref name="tasks"/> tasks find room, those that run included.</summary>
    public FleetService LoseCapacity(int tasks = 0)
    {
        _capacity = tasks;
        return Strike($"capacity for {tasks} tasks only");
    }

    public FleetService RestoreCapacity()
    {
        _capacity = null;
        return Strike("capacity is back");
    }

    /// <summary>A share of requests fails for some seconds, whatever the tasks; health checks do not see it.</summary>
    public FleetService Blip(double seconds, double share = 1)
    {
        _traffic.BlipUntil = _world.Clock.Now + TimeSpan.FromSeconds(seconds);
        _traffic.BlipShare = share;
        return Strike(string.Create(CultureInfo.InvariantCulture, $"{share:P0} of requests fail for {seconds} s"));
    }

    /// <summary>Every answer takes so much longer; 1 is normal.</summary>
    public FleetService SlowDown(double factor)
    {
        _traffic.LatencyFactor = factor;
        return Strike(string.Create(CultureInfo.InvariantCulture, $"latency × {factor}"));
    }

    public FleetService SetTraffic(double requestsPerSecond)
    {
        _traffic.RequestsPerSecond = requestsPerSecond;
        return Strike(string.Create(CultureInfo.InvariantCulture, $"traffic is {requestsPerSecond} requests/s"));
    }

    /// <summary>
    /// How the next tasks of a revision that is already registered behave: a cure, or a hidden defect.
    /// </summary>
    public FleetService Rebehave(TaskBehaviour behaviour)
    {
        var cured = Primary.Definition with { Behaviour = behaviour };
        _fleet.Definitions.Add(cured);
        return Strike($"new deployments of {cured.Family}:{cured.Revision} behave differently");
    }

    internal bool IsBlippedAt(DateTimeOffset at, double drawn) => at < _traffic.BlipUntil && drawn < _traffic.BlipShare;

    internal double LatencyFactorNow => _traffic.LatencyFactor;

    private FleetService Strike(string what)
    {
        _world.Tell("fault", Name, what);
        return this;
    }
}

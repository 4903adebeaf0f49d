using System.Globalization;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

// What can happen to a service in a drill. Every one tells the spectators.
public sealed partial class FleetService
{
    /// <summary>How long a new task has connections enough.</summary>
    private static readonly TimeSpan s_freshFor = TimeSpan.FromMinutes(30);

    private bool _dependencyIsDown;
    private TimeSpan? _leakEvery;
    private DateTimeOffset _leakSince;
    private DateTimeOffset _leakNext;

    /// <summary>Makes running tasks fail their users; all of them, or the first <paramref name="count"/>.</summary>
    public FleetService HangTasks(Illness illness = Illness.Shallow, int? count = null)
    {
        var struck = _tasks
            .Where(t => t is { Status: TaskStage.Running, StopWanted: false, Illness: Illness.None })
            .Take(count ?? int.MaxValue)
            .ToList();
        foreach (var task in struck)
        {
            task.Illness = illness;
        }

        return Strike($"{struck.Count} tasks hang ({illness.ToString().ToLowerInvariant()})");
    }

    /// <summary>Hanging tasks recover by themselves; those without their dependency do not.</summary>
    public FleetService Recover()
    {
        foreach (var task in _tasks.Where(t => t.Illness != Illness.Starved))
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
    public FleetDeployment Deploy(TaskBehaviour behaviour, string by = "person")
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

    /// <summary>So many times the usual requests come in, until <see cref="EndOverload"/>.</summary>
    public FleetService Overload(double factor)
    {
        _traffic.Overload = factor;
        return Strike(string.Create(CultureInfo.InvariantCulture, $"traffic × {factor}"));
    }

    public FleetService EndOverload()
    {
        _traffic.Overload = 1;
        return Strike("traffic is as usual again");
    }

    /// <summary>
    /// Total outage: something that every task needs is down. All tasks run, answer 503 and fail their health checks,
    /// and so does every task that starts before <see cref="DependencyBack"/>.
    /// </summary>
    public FleetService LoseEverything()
    {
        _dependencyIsDown = true;
        foreach (var task in _tasks.Where(t => t.StartedAt is not null))
        {
            task.Illness = Illness.Starved;
        }

        return Strike("what all tasks depend on is down");
    }

    /// <summary>Tasks that start from now on serve; those that started before stay sick.</summary>
    public FleetService DependencyBack()
    {
        _dependencyIsDown = false;
        return Strike("what all tasks depend on is back");
    }

    /// <summary>
    /// Connections leak: every so many seconds one more running task, the oldest first, answers 503 behind a healthy
    /// check. New tasks are well for half an hour.
    /// </summary>
    public FleetService LeakConnections(double everySeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySeconds);
        _leakEvery = TimeSpan.FromSeconds(everySeconds);
        _leakSince = _world.Clock.Now;
        _leakNext = _leakSince + _leakEvery.Value;
        return Strike(
            string.Create(
                CultureInfo.InvariantCulture,
                $"connections leak: a task more is out of them every {everySeconds} s"
            )
        );
    }

    /// <summary>No further task runs out of connections; those that did stay sick.</summary>
    public FleetService EndLeak()
    {
        _leakEvery = null;
        return Strike("connections leak no more");
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

    internal double LatencyFactorNow => _traffic.LatencyFactor * _traffic.TableFactor;

    private void LoseConnections(DateTimeOffset at)
    {
        while (_leakEvery is { } every && _leakNext <= at)
        {
            _leakNext += every;
            var struck = _tasks.Find(t =>
                t is { Status: TaskStage.Running, StopWanted: false, Illness: Illness.None }
                && (t.StartedAt <= _leakSince || at >= t.StartedAt + s_freshFor)
            );
            if (struck is not null)
            {
                struck.Illness = Illness.Shallow;
                Strike($"task {struck.Id[..8]} is out of connections");
            }
        }
    }

    private FleetService Strike(string what)
    {
        _world.Tell("fault", Name, what);
        return this;
    }
}

using System.Globalization;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Fleets;

/// <summary>What can happen to a service in a drill. Every one tells the spectators.</summary>
public static class ServiceFaults
{
    /// <summary>Makes running tasks fail their users; all of them, or the first <paramref name="count"/>.</summary>
    public static FleetService HangTasks(
        this FleetService service,
        Illness illness = Illness.Shallow,
        int? count = null
    )
    {
        var struck = service
            .TaskLives.All.Where(t => t is { Status: TaskStage.Running, StopWanted: false, Illness: Illness.None })
            .Take(count ?? int.MaxValue)
            .ToList();
        foreach (var task in struck)
        {
            task.Illness = illness;
        }

        return service.Strike($"{struck.Count} tasks hang ({illness.ToString().ToLowerInvariant()})");
    }

    /// <summary>The tasks of the newest deployment answer 503, their health checks too.</summary>
    public static FleetService HangNewest(this FleetService service)
    {
        var newest = service.TaskLives.All.Where(task => task.Deployment == service.Primary).ToList();
        foreach (var task in newest)
        {
            task.Illness = Illness.Deep;
        }

        return service.Strike($"the {newest.Count} tasks of {service.Primary.Id} hang");
    }

    /// <summary>The tasks of one zone answer 503, their health checks too.</summary>
    /// <param name="zone">Its name ("ap-northeast-1a").</param>
    public static FleetService LoseZone(this FleetService service, string zone)
    {
        foreach (var task in service.TaskLives.All.Where(t => t.Status == TaskStage.Running && t.Zone == zone))
        {
            task.Illness = Illness.Deep;
        }

        return service.Strike($"the tasks of zone {zone} fail");
    }

    /// <summary>A zone is impaired until <see cref="RestoreZone"/>: its tasks fail, and those that start there.</summary>
    /// <param name="zone">Its name ("ap-northeast-1a").</param>
    public static FleetService ImpairZone(this FleetService service, string zone, Illness illness = Illness.Shallow)
    {
        service.TaskLives.ImpairedZones[zone] = illness;
        foreach (var task in service.TaskLives.All.Where(t => t.StartedAt is not null && t.Zone == zone))
        {
            task.Illness = illness;
        }

        return service.Strike($"zone {zone} is impaired");
    }

    public static FleetService RestoreZone(this FleetService service, string zone)
    {
        service.TaskLives.ImpairedZones.Remove(zone);
        foreach (var task in service.TaskLives.All.Where(t => t.Zone == zone))
        {
            task.Illness = Illness.None;
        }

        return service.Strike($"zone {zone} is well again");
    }

    /// <summary>Hanging tasks recover by themselves; those without their dependency do not.</summary>
    public static FleetService Recover(this FleetService service)
    {
        foreach (var task in service.TaskLives.All.Where(t => t.Illness != Illness.Starved))
        {
            task.Illness = Illness.None;
        }

        return service.Strike("hanging tasks recover");
    }

    /// <summary>Ends running tasks' containers with exit code 1.</summary>
    public static FleetService Crash(this FleetService service, int count = int.MaxValue)
    {
        var struck = service
            .TaskLives.All.Where(t => t is { Status: TaskStage.Running, StopWanted: false })
            .Take(count)
            .ToList();
        service.Strike($"{struck.Count} tasks crash");
        foreach (var task in struck)
        {
            service.TaskLives.Crash(task, service.Now, 1, "Essential container in task exited");
        }

        return service;
    }

    /// <summary>Someone registers a new revision that behaves so, and deploys it.</summary>
    public static FleetDeployment Deploy(this FleetService service, TaskBehaviour behaviour, string by = "person")
    {
        var definition = service.Definitions.Register(service.Primary.Definition with { Behaviour = behaviour });
        service.Log.Tell("person", $"{by} deploys {definition.Family}:{definition.Revision}");
        return service.Start(definition, by);
    }

    /// <summary>Someone rolls the deployment that runs back by hand.</summary>
    public static FleetService RollBackDeployment(this FleetService service, string by = "person")
    {
        service.Log.Tell("person", $"{by} rolls the deployment back");
        service.StopDeployment(rollBack: true);
        return service;
    }

    /// <summary>Someone changes the desired count by hand.</summary>
    public static FleetService Scale(this FleetService service, int desired, string by = "person")
    {
        service.Log.Tell("person", $"{by} sets the desired count to {desired}");
        service.SetDesired(desired, by);
        return service;
    }

    /// <summary>No more than <paramref name="tasks"/> tasks find room, those that run included.</summary>
    public static FleetService LoseCapacity(this FleetService service, int tasks = 0)
    {
        service.Scheduler.Capacity = tasks;
        return service.Strike($"capacity for {tasks} tasks only");
    }

    public static FleetService RestoreCapacity(this FleetService service)
    {
        service.Scheduler.Capacity = null;
        return service.Strike("capacity is back");
    }

    /// <summary>A share of requests fails for some seconds, whatever the tasks; health checks do not see it.</summary>
    public static FleetService Blip(this FleetService service, double seconds, double share = 1)
    {
        service.Load.BlipUntil = service.Now + TimeSpan.FromSeconds(seconds);
        service.Load.BlipShare = share;
        return service.Strike(
            string.Create(CultureInfo.InvariantCulture, $"{share:P0} of requests fail for {seconds} s")
        );
    }

    /// <summary>Every answer takes so much longer; 1 is normal.</summary>
    public static FleetService SlowDown(this FleetService service, double factor)
    {
        service.Load.LatencyFactor = factor;
        return service.Strike(string.Create(CultureInfo.InvariantCulture, $"latency × {factor}"));
    }

    public static FleetService SetTraffic(this FleetService service, double requestsPerSecond)
    {
        service.Load.RequestsPerSecond = requestsPerSecond;
        return service.Strike(
            string.Create(CultureInfo.InvariantCulture, $"traffic is {requestsPerSecond} requests/s")
        );
    }

    /// <summary>So many times the usual requests come in, until <see cref="EndOverload"/>.</summary>
    public static FleetService Overload(this FleetService service, double factor)
    {
        service.Load.Overload = factor;
        return service.Strike(string.Create(CultureInfo.InvariantCulture, $"traffic × {factor}"));
    }

    public static FleetService EndOverload(this FleetService service)
    {
        service.Load.Overload = 1;
        return service.Strike("traffic is as usual again");
    }

    /// <summary>
    /// Total outage: something that every task needs is down. All tasks run, answer 503 and fail their health checks,
    /// and so does every task that starts before <see cref="DependencyBack"/>.
    /// </summary>
    public static FleetService LoseEverything(this FleetService service)
    {
        service.TaskLives.DependencyIsDown = true;
        foreach (var task in service.TaskLives.All.Where(t => t.StartedAt is not null))
        {
            task.Illness = Illness.Starved;
        }

        return service.Strike("what all tasks depend on is down");
    }

    /// <summary>Tasks that start from now on serve; those that started before stay sick.</summary>
    public static FleetService DependencyBack(this FleetService service)
    {
        service.TaskLives.DependencyIsDown = false;
        return service.Strike("what all tasks depend on is back");
    }

    /// <summary>
    /// Connections leak: every so many seconds one more running task, the oldest first, answers 503 behind a healthy
    /// check. New tasks are well for half an hour.
    /// </summary>
    public static FleetService LeakConnections(this FleetService service, double everySeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySeconds);
        service.Leak = new ConnectionLeak(TimeSpan.FromSeconds(everySeconds), service.Now);
        return service.Strike(
            string.Create(
                CultureInfo.InvariantCulture,
                $"connections leak: a task more is out of them every {everySeconds} s"
            )
        );
    }

    /// <summary>No further task runs out of connections; those that did stay sick.</summary>
    public static FleetService EndLeak(this FleetService service)
    {
        service.Leak = null;
        return service.Strike("connections leak no more");
    }

    /// <summary>
    /// How the next tasks of a revision that is already registered behave: a cure, or a hidden defect.
    /// </summary>
    public static FleetService Rebehave(this FleetService service, TaskBehaviour behaviour)
    {
        var cured = service.Primary.Definition with { Behaviour = behaviour };
        service.Definitions.Add(cured);
        return service.Strike($"new deployments of {cured.Family}:{cured.Revision} behave differently");
    }

    internal static FleetService Strike(this FleetService service, string what)
    {
        service.Log.Tell("fault", what);
        return service;
    }
}

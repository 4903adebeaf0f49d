using System.Globalization;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Zones;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>One ECS service with its tasks, its deployments, its target group and its traffic.</summary>
public sealed class FleetService
{
    private readonly SimulatedWorld _world;
    private readonly TrafficLedger _ofBalancer;
    private readonly List<DesiredChange> _desiredChanges = [];
    private readonly List<FleetService> _behind = [];
    private readonly Utilisation _cpu;
    private readonly Utilisation _memory;
    private readonly Chance _chance;
    private bool _failing;

    internal FleetService(SimulatedWorld world, Fleet fleet, ServicePlan plan, TrafficLedger ofBalancer)
    {
        (_world, Definitions, Plan, _ofBalancer) = (world, fleet.Definitions, plan, ofBalancer);
        var chance = Chance.StreamOf(world.Seed, $"service {plan.Cluster}/{plan.Name}");
        _chance = chance;
        Load = new ServiceTraffic(plan, Chance.StreamOf(world.Seed, $"traffic {plan.Cluster}/{plan.Name}"));
        Arn = $"arn:aws:ecs:{world.Plan.Region}:{world.Plan.AccountId}:service/{plan.Cluster}/{plan.Name}";
        string?[] groups = [plan.TargetGroupArn, plan.AlternateTargetGroupArn];
        Routes = new ServiceRoutes(groups.OfType<string>().Select(RouteTo));
        _cpu = new Utilisation(world.Metrics, plan, "CPUUtilization", world.Plan.MetricDelay);
        _memory = new Utilisation(world.Metrics, plan, "MemoryUtilization", world.Plan.MetricDelay);
        Rules = plan.Deployment;
        GracePeriod = plan.HealthCheck.GracePeriod;
        Desired = plan.Desired;
        CreatedAt = world.Clock.Now - TimeSpan.FromDays(30);
        Log = new ServiceLog(world, plan.Name, chance);
        var failures = new StartBackOff(world.Clock, Log);
        Announcements = new DeploymentEvents(world, this);
        TaskLives = new ServiceTasks(world, plan, Log, failures, chance);
        Rollouts = new ServiceDeployments(world.Clock, Log, Announcements, failures, chance);
        Scheduler = new ServiceScheduler(this, TaskLives, Rollouts, Announcements, Log, failures, chance);
        BeginSteady(chance);
    }

    public ServicePlan Plan { get; }

    public string Name => Plan.Name;

    public string Arn { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The target group of the revision in production.</summary>
    public TargetGroup Targets => Routes.Live;

    /// <summary>All its target groups, and how much traffic each gets.</summary>
    public ServiceRoutes Routes { get; }

    public DeploymentPlan Rules { get; internal set; }

    public TimeSpan GracePeriod { get; internal set; }

    public int Desired { get; private set; }

    /// <summary>Tasks in RUNNING.</summary>
    public int Running => TaskLives.All.Count(t => t.Status == TaskStage.Running);

    /// <summary>Tasks in PROVISIONING or PENDING.</summary>
    public int Pending => TaskLives.All.Count(t => t.Status is TaskStage.Provisioning or TaskStage.Pending);

    /// <summary>Healthy targets.</summary>
    public int Healthy => Targets.Healthy;

    /// <summary>Tasks that serve their users at this moment, whatever a health check thinks.</summary>
    public int Serving => TaskLives.All.Count(t => t.AnswerAt(_world.Clock.Now) == TaskAnswer.Serves);

    /// <summary>Tasks that are not stopped, oldest first.</summary>
    public IReadOnlyList<FleetTask> Tasks => TaskLives.All;

    /// <summary>Tasks that stopped within the last hour.</summary>
    public IReadOnlyList<FleetTask> StoppedTasks => TaskLives.Stopped;

    /// <summary>PRIMARY first, then ACTIVE ones.</summary>
    public IReadOnlyList<FleetDeployment> Deployments => Rollouts.Shown;

    /// <summary>Every deployment ever started, oldest first, with who started it.</summary>
    public IReadOnlyList<FleetDeployment> DeploymentHistory => Rollouts.History;

    public IReadOnlyList<DesiredChange> DesiredChanges => _desiredChanges;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ServiceEvent> Events => Log.Events;

    public FleetDeployment Primary => Rollouts.Primary;

    /// <summary>The last second's requests and errors.</summary>
    public SecondOfTraffic Traffic => Load.Last;

    /// <summary>At how many failed tasks the circuit breaker ends a deployment.</summary>
    public int FailureThreshold => Scheduler.FailureThreshold;

    /// <summary>PRIMARY is complete, all wanted tasks are healthy and none is on its way.</summary>
    public bool IsSteady => Rollouts.IsSteady;

    /// <summary>All tasks that its requests may come to.</summary>
    private IReadOnlyList<FleetTask> Reached =>
        _behind.Count == 0 ? Tasks : [.. Tasks, .. _behind.SelectMany(other => other.Tasks)];

    internal DateTimeOffset Now => _world.Clock.Now;

    internal TaskDefinitions Definitions { get; }

    internal ServiceLog Log { get; }

    internal ServiceTasks TaskLives { get; }

    internal ServiceDeployments Rollouts { get; }

    internal ServiceScheduler Scheduler { get; }

    internal ServiceTraffic Load { get; }

    internal DeploymentEvents Announcements { get; }

    /// <summary>The deployment in progress, if it is not ROLLING.</summary>
    internal GradualDeployment? Shift { get; private set; }

    /// <summary>Null when no connections leak.</summary>
    internal ConnectionLeak? Leak { get; set; }

    internal double LatencyFactorNow => Load.LatencyFactor * Load.TableFactor;

    internal bool IsBlippedAt(DateTimeOffset at, double drawn) => at < Load.BlipUntil && drawn < Load.BlipShare;

    /// <summary>Sets the desired count, as UpdateService does.</summary>
    public void SetDesired(int desired, string by)
    {
        if (desired == Desired)
        {
            return;
        }

        var now = Now;
        _desiredChanges.Add(new DesiredChange(now, by, Desired, desired));
        Log.Tell("deployment", $"desired count {Desired} -> {desired} by {by}");
        Desired = desired;
        Primary.UpdatedAt = now;
        Rollouts.IsSteady = false;
    }

    /// <summary>Starts a deployment of a definition; the same one again is a forced deployment.</summary>
    public FleetDeployment Start(TaskDefinitionPlan definition, string by)
    {
        var same = (definition.Family, definition.Revision) == (Primary.Definition.Family, Primary.Definition.Revision);
        var kind = same ? DeploymentKind.Forced : DeploymentKind.Revision;
        var source = LeaveShift();
        if (Rules.Strategy == FleetStrategy.Rolling)
        {
            return Rollouts.Begin(definition, Routes.Live, kind, by);
        }

        var green = Rollouts.Begin(definition, Routes.Other!, kind, by);
        Shift = new GradualDeployment(this, green, source, Rollouts.Shown.Count > 2, _chance);
        return green;
    }

    /// <summary>How many tasks a deployment is to have now.</summary>
    public int WantedOf(FleetDeployment deployment) =>
        Shift?.WantedOf(deployment)
        ?? (deployment == Primary ? Desired : Tasks.Count(t => t.Deployment == deployment && t.IsLive));

    /// <summary>The service deployment's ARN; a rollback is part of the one that it rolls back.</summary>
    public string ArnOf(FleetDeployment deployment)
    {
        var whole = Rollouts.History.FirstOrDefault(one => one.BackTo == deployment && one != deployment);
        var id = (deployment.Restores is null ? deployment : whole ?? deployment).ServiceDeploymentId;
        return $"{Arn.Replace(":service/", ":service-deployment/", StringComparison.Ordinal)}/{id}";
    }

    public string RevisionArnOf(FleetDeployment deployment) =>
        $"{Arn.Replace(":service/", ":service-revision/", StringComparison.Ordinal)}/"
        + (Chance.Hash(1, (deployment.Restores ?? deployment).ServiceDeploymentId) % 10_000_000_000_000_000);

    /// <summary>
    /// Ends the deployment in progress: back to the last one, or as it stands (StopServiceDeployment).
    /// </summary>
    internal void StopDeployment(bool rollBack)
    {
        if (Shift is { } shift)
        {
            shift.RollBack("stopped");
            return;
        }

        Rollouts.Stop(rollBack);
    }

    /// <summary>A deployment that was not ROLLING is at its end: what is left is as after any other.</summary>
    internal void Settle(GradualDeployment shift)
    {
        var stays = shift.IsRollingBack ? shift.Blue : shift.Green;
        Routes.Settle(stays.Group);
        Scheduler.Complete(stays, Now);
        Shift = null;
    }

    /// <summary>Another service gets its requests by this one's production rule: none at first.</summary>
    internal void Forward(FleetService behind)
    {
        _behind.Add(behind);
        behind.Routes.All[0].Percent = 0;
        Routes.Join(behind.Routes.All[0]);
    }

    internal void AskHook(string function, byte[] payload, Action<byte[]?> answered) =>
        _world.Fleet.AskHook(function, payload, answered);

    internal void Second(DateTimeOffset at)
    {
        foreach (var struck in Leak?.Strike(TaskLives.All, at) ?? [])
        {
            this.Strike($"task {struck.Id[..8]} is out of connections");
        }

        TaskLives.Live(at);
        foreach (var route in Routes.All)
        {
            route.Group.Second(at);
        }

        Scheduler.Schedule(at);
        Serve(at);
    }

    /// <summary>A second of traffic and metrics alone, for the time before the world's start.</summary>
    internal void Serve(DateTimeOffset at)
    {
        foreach (var route in Routes.All)
        {
            route.Ledger.Roll(at);
        }

        _ofBalancer.Roll(at);
        _cpu.Roll(at);
        _memory.Roll(at);
        Load.TableFactor = _world.Tables.LatencyFactorOf(Plan, at);
        var second = Plan.BehindRuleOf is null ? Load.Second(at, Routes, Reached, _ofBalancer) : default;
        foreach (var route in Routes.All)
        {
            if (route.Group.Targets.Count > 0)
            {
                route.Ledger.CountHosts(route.Group.Healthy, route.Group.Unhealthy);
            }
        }

        foreach (var task in TaskLives.All)
        {
            if (task.Status == TaskStage.Running)
            {
                ServiceTasks.Leak(task, at);
                _cpu.Count(task.CpuPercent);
                _memory.Count(task.MemoryPercent);
            }
        }

        TellTraffic(second);
    }

    /// <summary>The id of the zone that its traffic is shifted away from; null for none.</summary>
    private string? AwayFrom =>
        _world.ZonalShifts.AwayFrom(Plan.LoadBalancerArn)
        ?? (Plan.FrontLoadBalancerArn is { } front ? _world.ZonalShifts.AwayFrom(front) : null);

    private ServiceRoute RouteTo(string targetGroupArn)
    {
        var group = new TargetGroup(
            targetGroupArn,
            Plan.LoadBalancerArn,
            Plan.HealthCheck,
            text => _world.Tell("target", Plan.Name, text)
        )
        {
            IsAway = zone => AwayFrom is { } away && away == ZoneNames.IdOf(zone),
        };
        return new ServiceRoute(
            group,
            new TrafficLedger(_world.Metrics, group.LoadBalancerDimension, group.Dimension, _world.Plan.MetricDelay)
        );
    }

    /// <summary>Another deployment takes the place of one that was not ROLLING.</summary>
    /// <returns>The deployment in production.</returns>
    private FleetDeployment LeaveShift()
    {
        if (Shift is not { } left)
        {
            return Primary;
        }

        Shift = null;
        var stays = left.Leave();
        stays.Rollout = FleetRollout.Completed;
        foreach (var task in Rules.Strategy == FleetStrategy.Rolling ? TaskLives.All : [])
        {
            if (task.IsLive && task.Deployment != stays)
            {
                TaskLives.Stop(task, Now, $"Scaling activity initiated by (deployment {stays.Id})");
            }
        }

        return stays;
    }

    /// <summary>How much of the requests fail, told when it begins and when it ends.</summary>
    private void TellTraffic(SecondOfTraffic second)
    {
        var failing = _failing ? second.ErrorShare > 0.01 : second.ErrorShare > 0.05;
        if (failing != _failing)
        {
            _failing = failing;
            var share = (second.ErrorShare * 100).ToString("0.#", CultureInfo.InvariantCulture);
            Log.Tell("traffic", failing ? $"{share} % of requests fail" : "requests succeed again");
        }
    }

    /// <summary>The service as it was for long: all tasks running and healthy.</summary>
    private void BeginSteady(Chance chance)
    {
        var now = Now;
        var started = CreatedAt + TimeSpan.FromDays(23);
        var deployment = Rollouts.Initial(Plan.Revisions[^1], Routes.Live, started);
        for (var i = 0; i < Desired; i++)
        {
            var task = TaskLives.New(deployment, started);
            task.Status = TaskStage.Running;
            task.StartedAt = started + TimeSpan.FromMinutes(1);
            task.ServesFrom = task.StartedAt.Value;
            TaskLives.TakeSecrets(task);
            Targets.Register(task, now - (Plan.HealthCheck.Interval * chance.Share()), healthy: true);
        }

        Rollouts.IsSteady = true;
        Log.Say("has reached a steady state.");
    }
}

/// <summary>A change of a service's desired count, and by whom.</summary>
public sealed record DesiredChange(DateTimeOffset At, string By, int From, int To);

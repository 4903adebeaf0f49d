using System.Globalization;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>One ECS service with its tasks, its deployments, its target group and its traffic.</summary>
public sealed partial class FleetService
{
    private const int EventsKept = 100;
    private static readonly TimeSpan s_stoppedTasksKept = TimeSpan.FromHours(1);

    private readonly SimulatedWorld _world;
    private readonly Fleet _fleet;
    private readonly Chance _chance;
    private readonly ServiceTraffic _traffic;
    private readonly TrafficLedger _ofGroup;
    private readonly TrafficLedger _ofBalancer;
    private readonly List<FleetTask> _tasks = [];
    private readonly List<FleetTask> _stopped = [];
    private readonly List<FleetDeployment> _deployments = [];
    private readonly List<FleetDeployment> _history = [];
    private readonly List<ServiceEvent> _events = [];
    private readonly List<DesiredChange> _desiredChanges = [];
    private readonly Utilisation _cpu;
    private readonly Utilisation _memory;
    private bool _failing;

    internal FleetService(SimulatedWorld world, Fleet fleet, ServicePlan plan, TrafficLedger ofBalancer)
    {
        (_world, _fleet, Plan, _ofBalancer) = (world, fleet, plan, ofBalancer);
        _chance = Chance.StreamOf(world.Seed, $"service {plan.Cluster}/{plan.Name}");
        _traffic = new ServiceTraffic(plan, Chance.StreamOf(world.Seed, $"traffic {plan.Cluster}/{plan.Name}"));
        Arn = $"arn:aws:ecs:{world.Plan.Region}:{world.Plan.AccountId}:service/{plan.Cluster}/{plan.Name}";
        Targets = new TargetGroup(
            plan.TargetGroupArn,
            plan.LoadBalancerArn,
            plan.HealthCheck,
            text => world.Tell("target", plan.Name, text)
        );
        _ofGroup = new TrafficLedger(
            world.Metrics,
            Targets.LoadBalancerDimension,
            Targets.Dimension,
            world.Plan.MetricDelay
        );
        _cpu = new Utilisation(world.Metrics, plan, "CPUUtilization", world.Plan.MetricDelay);
        _memory = new Utilisation(world.Metrics, plan, "MemoryUtilization", world.Plan.MetricDelay);
        Rules = plan.Deployment;
        GracePeriod = plan.HealthCheck.GracePeriod;
        Desired = plan.Desired;
        CreatedAt = world.Clock.Now - TimeSpan.FromDays(30);
        BeginSteady();
    }

    public ServicePlan Plan { get; }

    public string Name => Plan.Name;

    public string Arn { get; }

    public DateTimeOffset CreatedAt { get; }

    public TargetGroup Targets { get; }

    public DeploymentPlan Rules { get; internal set; }

    public TimeSpan GracePeriod { get; internal set; }

    public int Desired { get; private set; }

    /// <summary>Tasks in RUNNING.</summary>
    public int Running => _tasks.Count(t => t.Status == TaskStage.Running);

    /// <summary>Tasks in PROVISIONING or PENDING.</summary>
    public int Pending => _tasks.Count(t => t.Status is TaskStage.Provisioning or TaskStage.Pending);

    /// <summary>Healthy targets.</summary>
    public int Healthy => Targets.Healthy;

    /// <summary>Tasks that serve their users at this moment, whatever a health check thinks.</summary>
    public int Serving => _tasks.Count(t => t.AnswerAt(_world.Clock.Now) == TaskAnswer.Serves);

    /// <summary>Tasks that are not stopped, oldest first.</summary>
    public IReadOnlyList<FleetTask> Tasks => _tasks;

    /// <summary>Tasks that stopped within the last hour.</summary>
    public IReadOnlyList<FleetTask> StoppedTasks => _stopped;

    /// <summary>PRIMARY first, then ACTIVE ones.</summary>
    public IReadOnlyList<FleetDeployment> Deployments => _deployments;

    /// <summary>Every deployment ever started, oldest first, with who started it.</summary>
    public IReadOnlyList<FleetDeployment> DeploymentHistory => _history;

    public IReadOnlyList<DesiredChange> DesiredChanges => _desiredChanges;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ServiceEvent> Events => _events;

    public FleetDeployment Primary => _deployments[0];

    /// <summary>The last second's requests and errors.</summary>
    public SecondOfTraffic Traffic => _traffic.Last;

    /// <summary>PRIMARY is complete, all wanted tasks are healthy and none is on its way.</summary>
    public bool IsSteady { get; private set; }

    internal void Second(DateTimeOffset at)
    {
        Live(at);
        Targets.Second(at);
        Schedule(at);
        Serve(at);
    }

    /// <summary>A second of traffic and metrics alone, for the time before the world's start.</summary>
    internal void Serve(DateTimeOffset at)
    {
        _ofGroup.Roll(at);
        _ofBalancer.Roll(at);
        _cpu.Roll(at);
        _memory.Roll(at);
        _traffic.TableFactor = _world.Tables.LatencyFactorOf(Plan, at);
        var second = _traffic.Second(at, Targets, _tasks, _ofGroup, _ofBalancer);
        if (Targets.Targets.Count > 0)
        {
            _ofGroup.CountHosts(Targets.Healthy, Targets.Unhealthy);
        }

        foreach (var task in _tasks)
        {
            if (task.Status == TaskStage.Running)
            {
                Leak(task, at);
                _cpu.Count(task.CpuPercent);
                _memory.Count(task.MemoryPercent);
            }
        }

        TellTraffic(second);
    }

    /// <summary>How much of the requests fail, told when it begins and when it ends.</summary>
    private void TellTraffic(SecondOfTraffic second)
    {
        var failing = _failing ? second.ErrorShare > 0.01 : second.ErrorShare > 0.05;
        if (failing != _failing)
        {
            _failing = failing;
            var share = (second.ErrorShare * 100).ToString("0.#", CultureInfo.InvariantCulture);
            _world.Tell("traffic", Name, failing ? $"{share} % of requests fail" : "requests succeed again");
        }
    }

    private void Say(string message)
    {
        _events.Insert(0, new ServiceEvent(_chance.Uuid(), _world.Clock.Now, $"(service {Name}) {message}"));
        if (_events.Count > EventsKept)
        {
            _events.RemoveAt(EventsKept);
        }
    }

    private DeploymentKey NewKey() => new($"ecs-svc/{_chance.Digits(19)}", _chance.Hex32()[..22]);

    private readonly record struct DeploymentKey(string Id, string ServiceDeploymentId);
}

/// <summary>A change of a service's desired count, and by whom.</summary>
public sealed record DesiredChange(DateTimeOffset At, string By, int From, int To);

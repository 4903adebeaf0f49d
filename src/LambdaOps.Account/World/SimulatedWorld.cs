using LambdaOps.Account.Services.ApplicationAutoScaling;
using LambdaOps.Account.Services.ArcZonalShift;
using LambdaOps.Account.Services.CertificateManager;
using LambdaOps.Account.Services.CloudFormation;
using LambdaOps.Account.Services.CloudFront;
using LambdaOps.Account.Services.CloudWatch;
using LambdaOps.Account.Services.CostExplorer;
using LambdaOps.Account.Services.Ec2;
using LambdaOps.Account.Services.Ecr;
using LambdaOps.Account.Services.Ecs;
using LambdaOps.Account.Services.ElasticLoadBalancing;
using LambdaOps.Account.Services.IdentityManagement;
using LambdaOps.Account.Services.Logs;
using LambdaOps.Account.Services.Route53;
using LambdaOps.Account.Services.SecretsManager;
using LambdaOps.Account.Services.SecurityServices;
using LambdaOps.Account.Services.Waf;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Certificates;
using LambdaOps.Account.World.Firewalls;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Names;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Regions;
using LambdaOps.Account.World.Scaling;
using LambdaOps.Account.World.Secrets;
using LambdaOps.Account.World.Tables;
using LambdaOps.Account.World.Zones;

namespace LambdaOps.Account.World;

/// <summary>
/// The simulated estate and its surroundings. One seed draws everything random; the same seed gives the same run.
/// All state is read and changed with <see cref="Gate"/> held.
/// </summary>
public sealed class SimulatedWorld
{
    private readonly List<Action<WorldEvent>> _spectators = [];
    private readonly List<CallRecord> _calls = [];
    private readonly List<ApiFault> _apiFaults = [];
    private readonly Dictionary<ApiFault, Dictionary<string, int>> _disturbed = new(ReferenceEqualityComparer.Instance);

    public SimulatedWorld(ulong seed, DateTimeOffset start)
        : this(seed, start, WorldPlan.Empty) { }

    public SimulatedWorld(ulong seed, DateTimeOffset start, WorldPlan plan)
    {
        Seed = seed;
        Clock = new VirtualClock(start);
        Plan = plan;
        Metrics = new MetricStore(Clock);
        Tables = new ApplicationTables(this);
        Events = new AccountEvents(this);
        Secrets = new SecretStore(this);
        ImageTags = new ImageTags(plan);
        ZonalShifts = new ZonalShifts(this);
        Fleet = new Fleet(this);
        if (plan.Past is { } past)
        {
            PastTraffic.Remember(this, past);
        }

        Fleet.Remember(start - plan.History, start);
        Fleet.Live(Clock);
        ApplicationMetrics = [.. plan.ApplicationMetrics.Select(metric => new ApplicationMetric(this, metric))];
        Scaling = new Autoscaler(this);
        TableScaling = new TableAutoscaler(this);
        Firewalls = [.. plan.Firewalls.Select(firewall => new Firewall(this, firewall))];
        Logs = new LogGroups(this);
        Alarms = new AlarmBook(this);
        Site = new Site(this);
        Names = new NameService(this);
        Standby = new StandbyFleet(this);
        Certificates = new CertificateStore(this);
        Identities = new IdentityStore(plan);
        Cdn = new ContentDelivery(this);
        Services = new ServiceDispatcher(this)
            .Add(new EcsFace(this))
            .Add(new ElasticLoadBalancingFace(this))
            .Add(new CloudWatchFace(this))
            .Add(new CloudFrontFace(this))
            .Add(new ApplicationAutoScalingFace(this))
            .Add(new LogsFace(this))
            .Add(new SecretsManagerFace(this))
            .Add(new WafFace(this))
            .Add(new EcrFace(this))
            .Add(new CostExplorerFace(this))
            .Add(new CertificateManagerFace(this))
            .Add(new Ec2Face(this))
            .Add(new ZonalShiftFace(this))
            .Add(new IdentityManagementFace(this))
            .Add(new AccessAnalyzerFace(this))
            .Add(new GuardDutyFace(this))
            .Add(new SecurityHubFace(this))
            .Add(new CloudFormationFace(this))
            .Add(new InspectorFace(this))
            .Add(new Route53Face(this));
    }

    public ulong Seed { get; }

    public Lock Gate { get; } = new();

    public VirtualClock Clock { get; }

    public WorldPlan Plan { get; }

    /// <summary>What the images of task definitions mean now.</summary>
    public ImageTags ImageTags { get; }

    public Fleet Fleet { get; }

    /// <summary>What moves traffic away from zones.</summary>
    public ZonalShifts ZonalShifts { get; }

    /// <summary>The application's tables, not the journal.</summary>
    public ApplicationTables Tables { get; }

    public MetricStore Metrics { get; }

    /// <summary>What the application writes itself, in the plan's order.</summary>
    public IReadOnlyList<ApplicationMetric> ApplicationMetrics { get; }

    public AlarmBook Alarms { get; }

    public Autoscaler Scaling { get; }

    public TableAutoscaler TableScaling { get; }

    /// <summary>What AWS services tell EventBridge, besides the alarms' states.</summary>
    public AccountEvents Events { get; }

    public SecretStore Secrets { get; }

    /// <summary>The web ACLs, in the plan's order.</summary>
    public IReadOnlyList<Firewall> Firewalls { get; }

    public LogGroups Logs { get; }

    public Site Site { get; }

    /// <summary>Route 53: its zones, and what its health checks say.</summary>
    public NameService Names { get; }

    /// <summary>The second region, in which services stand by.</summary>
    public StandbyFleet Standby { get; }

    /// <summary>ACM's certificates, and what hosts show of them.</summary>
    public CertificateStore Certificates { get; }

    /// <summary>IAM's users, groups, roles and policies.</summary>
    public IdentityStore Identities { get; }

    /// <summary>The distributions of the static sites; connected to their buckets by whoever has these.</summary>
    public ContentDelivery Cdn { get; }

    /// <summary>The faces of the modelled services; others are added by whoever composes the simulator.</summary>
    public ServiceDispatcher Services { get; }

    public IReadOnlyList<CallRecord> Calls => _calls;

    public IReadOnlyList<ApiFault> ApiFaults => _apiFaults;

    /// <summary>
    /// IAM: why the caller may not make a call, or null. Without roles everybody may do everything.
    /// </summary>
    public Func<Services.ServiceCall, string?> WhyDenied { get; set; } = _ => null;

    /// <summary>Lets everything happen that is due within <paramref name="span"/>.</summary>
    public void Pass(TimeSpan span)
    {
        var until = Clock.Now + span;
        while (Clock.Step(until)) { }
    }

    public void Watch(Action<WorldEvent> spectator) => _spectators.Add(spectator);

    /// <param name="body">Of a notice: what it says below its subject.</param>
    public void Tell(string kind, string subject, string text, string? body = null)
    {
        var seen = new WorldEvent(Clock.Now, kind, subject, text) { Body = body };
        foreach (var spectator in _spectators)
        {
            spectator(seen);
        }
    }

    public void Record(CallRecord call) => _calls.Add(call);

    public void Disturb(ApiFault fault) => _apiFaults.Add(fault);

    /// <summary>Ends a disturbance before its time.</summary>
    public void Calm(ApiFault fault) => _apiFaults.RemoveAll(known => ReferenceEquals(known, fault));

    /// <summary>Whether a service fails as a whole just now, also for what AWS' own services ask of it.</summary>
    public bool IsDown(string service) =>
        _apiFaults.Exists(fault =>
            fault.Service == service
            && fault is { Operation: "*", Kind: ApiFaultKind.FailedBefore }
            && fault.From <= Clock.Now
            && Clock.Now < fault.Until
        );

    /// <summary>The disturbance that a call meets now, or null. Asked once for each call: disturbances count.</summary>
    public ApiFaultKind? FaultFor(Services.ServiceCall call)
    {
        foreach (var fault in _apiFaults)
        {
            var isMeant =
                fault.Service == call.Service && (fault.Operation == "*" || fault.Operation == call.Operation);
            if (isMeant && fault.From <= Clock.Now && Clock.Now < fault.Until && IsLeft(fault, call))
            {
                return fault.Kind;
            }
        }

        return null;
    }

    private bool IsLeft(ApiFault fault, Services.ServiceCall call)
    {
        if (!_disturbed.TryGetValue(fault, out var disturbed))
        {
            _disturbed.Add(fault, disturbed = []);
        }

        var met = disturbed.GetValueOrDefault(call.Subject);
        disturbed[call.Subject] = met < fault.Times ? met + 1 : met;
        return met < fault.Times;
    }
}

/// <summary>Something a spectator of the world sees: one line of a drill's timeline.</summary>
/// <param name="Kind">
/// fault, traffic, task, deployment, target, alarm, page, call, invoke, tick, notice, person, record.
/// </param>
public sealed record WorldEvent(DateTimeOffset At, string Kind, string Subject, string Text)
{
    /// <summary>Of a notice: what it says below its subject. Null for everything else.</summary>
    public string? Body { get; init; }
}

/// <summary>One AWS call as the world saw it, for permission tests and safety checks.</summary>
/// <param name="Error">The error's code when the call failed, else null.</param>
public sealed record CallRecord(
    DateTimeOffset At,
    string Caller,
    string Service,
    string Operation,
    string Input,
    string? Error
);

/// <summary>
/// A disturbance of one service's API for a span of virtual time. <paramref name="Operation"/> "*" means all.
/// </summary>
public sealed record ApiFault(
    string Service,
    string Operation,
    DateTimeOffset From,
    DateTimeOffset Until,
    ApiFaultKind Kind
)
{
    /// <summary>
    /// How many calls of each operation on each target it disturbs: not of all, as calls that are made side by side
    /// arrive in any order.
    /// </summary>
    public int Times { get; init; } = int.MaxValue;
}

public enum ApiFaultKind
{
    /// <summary>400 with the service's throttling code; nothing happened.</summary>
    Throttled,

    /// <summary>500; nothing happened.</summary>
    FailedBefore,

    /// <summary>The call takes effect, then the connection breaks without an answer.</summary>
    BrokenAfter,

    /// <summary>403 AccessDenied; nothing happened.</summary>
    Denied,
}

using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests;

/// <summary>Plain values for tests; a test changes what it is about with `with`.</summary>
internal static class Some
{
    public const string AlarmArn = "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-5xx";

    public static readonly DateTimeOffset Now = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    public static readonly TargetId Target = new("api");

    /// <summary>A site without procedures of its own.</summary>
    public static readonly OperatedSite Site = new(
        new TargetId("site"),
        "static",
        "index.html",
        "E1",
        new ObjectPlace("emergency", "m.html"),
        new ObjectPlace("emergency", "saved/"),
        null
    );

    public static readonly ProcedureName Remedy = ServiceUnavailableProcedure.ProcedureName;

    public static readonly Change Restart = new Change.ForceNewDeployment(Target);

    public static readonly Change RollBack = new Change.RollBack(Target, "task:6");

    public static readonly Denial Denial = new(new ModeGuard(), "mode is 'Observe'", DenialThen.KeepWatching);

    public static readonly HealthProbe HealthyProbe = new(200, SaysHealthy: true, "");

    public static readonly HealthProbe FailedProbe = new(503, SaysHealthy: false, "Service Unavailable");

    public static readonly ServiceState Steady = new(
        Desired: 5,
        Running: 5,
        Pending: 0,
        "task:7",
        [Deployment()],
        StartFailure: null
    );

    /// <summary>Everything is fine.</summary>
    public static readonly Evidence Fine = Evidence
        .NotAsked.Shows(HealthUrlLooks.Probe, HealthyProbe)
        .Shows(LoadBalancingLooks.Targets, new TargetCounts(5, 0, 0, 0))
        .Shows(ServiceLooks.State, Steady)
        .Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Ok, 3, 0));

    /// <summary>Nothing answers, and everything that could say so says so.</summary>
    public static readonly Evidence Down = Evidence
        .NotAsked.Shows(HealthUrlLooks.Probe, FailedProbe)
        .Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 5, 0, 0))
        .Shows(ServiceLooks.State, Steady)
        .Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Alarm, 3, 3));

    /// <summary>The health URL fails, but nothing else confirms it.</summary>
    public static readonly Evidence Doubtful = Down.Shows(LoadBalancingLooks.Targets, new TargetCounts(4, 1, 0, 0))
        .Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Alarm, 3, 2));

    public static readonly Incident Incident = Core.Incidents.Incident.Open(
        Target,
        Remedy,
        Severity.P2,
        Mode.Act,
        new AlarmRef("api-5xx", AlarmArn, Now),
        "alarm api-5xx",
        null,
        Now
    );

    public static readonly OperatedService Service = new(
        Target,
        "prod",
        "api-service",
        new Capacity(2, 5, 10),
        new HealthCheck(new Uri("https://example.com/health"), "ok", TimeSpan.FromSeconds(3)),
        "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api/6d0ecf831eec9f09",
        Runbook: null
    )
    {
        Settings = Settings.None.With(
            new Setting<ServiceUnavailablePolicy>(Mode.Act, ServiceUnavailablePolicy.Default)
        ),
    };

    /// <summary>The service with other numbers of the 503 procedure.</summary>
    public static OperatedService ServiceWith(ServiceUnavailablePolicy policy) =>
        Service with
        {
            Settings = Settings.None.With(new Setting<ServiceUnavailablePolicy>(Mode.Act, policy)),
        };

    public static readonly Estate Estate = new(
        "test",
        Account: null,
        "ap-northeast-1",
        "Asia/Tokyo",
        [Service],
        [new AlarmRule(new AlarmMatch.ByName("api-5xx"), Target, Remedy, Severity.P1)]
    );

    /// <summary>A decision for that change.</summary>
    public static Decision.Act Deciding(Change change) =>
        new(change, Phase.Opened, TimeSpan.FromSeconds(10), "no healthy target: 0 of 5");

    /// <summary>Its alarm is muted by people.</summary>
    public static readonly IncidentCause Muted = Incident.Cause with
    {
        Alarms = [Incident.Alarm! with { Silenced = new Silence("muted by planned") }],
    };

    public static readonly Signal.AlarmChanged Alarm = new(
        "api-5xx",
        AlarmArn,
        AlarmKind.Metric,
        AlarmState.Alarm,
        AlarmState.Ok,
        Now,
        "Threshold Crossed",
        AlarmRoute.Sns,
        ImmutableSortedDictionary<string, string>.Empty
    );

    public static readonly Signal.BreachFound Breach = new(
        Target,
        Remedy,
        Severity.P2,
        "quickCheck",
        "errors 3.2 % (danger from 1 %)",
        Now
    )
    {
        Key = "errors api",
    };

    /// <summary>What the loop makes of a decision at that moment.</summary>
    public static Decision Due(
        this Remedy remedy,
        Incident incident,
        Evidence seen,
        Resource target,
        DateTimeOffset now
    ) => remedy.Decide(incident, seen, target, now).At(now);

    public static DateTimeOffset After(double seconds) => Now.AddSeconds(seconds);

    public static ServiceDeployment Deployment(
        string task = "task:7",
        RolloutState rollout = RolloutState.Completed,
        bool primary = true,
        int failed = 0,
        int running = 5,
        double createdAfter = -3600
    ) => new($"ecs-svc/{task}", primary, rollout, task, Desired: 5, running, failed, After(createdAfter));

    /// <summary>The same evidence where the look gives that.</summary>
    public static Evidence Shows<T>(this Evidence seen, Look<T> look, T value)
        where T : class => seen.With(look, Fact.Known(value, Now));

    /// <summary>The same evidence where a site's main page is so.</summary>
    public static Evidence Shows(this Evidence seen, Look<SitePages> look, PageState main, params SitePage[] more) =>
        seen.With(look, Fact.Known(SitePages.Of(main, more), Now));

    /// <summary>The same evidence where the look gives nothing.</summary>
    public static Evidence Hides<T>(this Evidence seen, Look<T> look, string reason)
        where T : class => seen.With(look, Fact.Missing<T>(reason));

    /// <summary>The same evidence with a deployment rolling out.</summary>
    public static Evidence Rolling(this Evidence seen, ServiceDeployment primary, params ServiceDeployment[] others) =>
        seen.Shows(
            ServiceLooks.State,
            Steady with
            {
                TaskDefinition = primary.TaskDefinition,
                Deployments = [primary, .. others],
            }
        );

    public static Incident Tried(
        this Incident incident,
        Change change,
        AttemptOutcome outcome = AttemptOutcome.Done,
        double after = 0
    ) => incident with { Attempts = incident.Attempts.Add(new Attempt(change, After(after), outcome, "AccessDenied")) };

    /// <summary>With a task definition that the service was healthy with, that long ago; null is not known.</summary>
    public static Incident RememberingGood(this Incident incident, string? task, double? after = -60) =>
        incident with
        {
            LastGood = task is null ? null : new LastGood(task, after is { } at ? After(at) : null),
        };

    /// <summary>People were asked to take an incident.</summary>
    public static readonly EscalationState Escalation = new(Now, "it did not help", "look at the logs");

    public static Incident HandedOff(this Incident incident) =>
        incident with
        {
            Status = IncidentStatus.HandedOff,
            Phase = Phase.HandedOff,
        };

    public static Incident Streak(this Incident incident, bool healthy, int count, double since = 0) =>
        incident with
        {
            Trend = incident.Trend with
            {
                Streak = new HealthStreak(healthy, count, After(since)),
                Probes = new RecentProbes(new string(healthy ? '+' : '-', count)),
            },
        };
}

using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.Operator;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Engine.Tests;

/// <summary>The loop on fakes: one service that is down, with an alarm about it.</summary>
internal sealed class Bench
{
    /// <summary>An outage that takes longer than this in virtual time has stalled.</summary>
    private const int MostSteps = 3000;

    public static readonly DateTimeOffset Start = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    public static readonly TargetId Target = new("api");

    public static readonly TargetId Site = new("site");

    /// <summary>Needs what the first service needs, once <see cref="Shares"/> is called.</summary>
    public static readonly TargetId Other = new("web");

    public const string Database = "orders-db";

    private static readonly OperatedSite s_site = new(
        Site,
        "static",
        "index.html",
        "E2EXAMPLE",
        new ObjectPlace("emergency", "maintenance.html"),
        new ObjectPlace("emergency", "saved/"),
        Runbook: null
    )
    {
        Settings = Settings.None.With(new Setting<MaintenancePagePolicy>(Mode.Act, MaintenancePagePolicy.Default)),
    };

    private readonly LoopOptions _options;

    public Bench(Mode mode = Mode.Act, ServiceUnavailablePolicy? policy = null, LoopOptions? options = null)
    {
        Time = new ManualTime(Start);
        Journal = new FakeJournal(Target, Time, Calls);
        World = new FakeWorld(Time);
        Observer = new FakeObserver(World, Calls);
        Actuator = new FakeActuator(World, Calls);
        FollowUps = new FakeFollowUps(Time, Calls);
        Notifier = new FakeNotifier(Calls);
        Metrics = new FakeMetrics(Calls);
        Estate = new Estate(
            "test",
            null,
            "ap-northeast-1",
            "Asia/Tokyo",
            [
                new OperatedService(
                    Target,
                    "prod",
                    "api-service",
                    new Capacity(2, 5, 10),
                    new HealthCheck(new Uri("https://example.com/health"), "ok", TimeSpan.FromSeconds(3)),
                    "arn",
                    new Uri("https://example.com/runbook")
                )
                {
                    Settings = Settings.None.With(
                        new Setting<ServiceUnavailablePolicy>(mode, policy ?? ServiceUnavailablePolicy.Default)
                    ),
                },
            ],
            [
                new AlarmRule(
                    new AlarmMatch.ByName("api-5xx"),
                    Target,
                    ServiceUnavailableProcedure.ProcedureName,
                    Severity.P2
                ),
            ]
        )
        {
            Sites = [s_site],
        };
        _options = options ?? LoopOptions.Default;
    }

    public Calls Calls { get; } = new();

    public ManualTime Time { get; }

    public FakeJournal Journal { get; }

    public FakeWorld World { get; }

    public FakeObserver Observer { get; }

    public FakeActuator Actuator { get; }

    public FakeFollowUps FollowUps { get; }

    public FakeNotifier Notifier { get; }

    public FakeMetrics Metrics { get; }

    public Estate Estate { get; set; }

    /// <summary>Whether the function's role holds write permissions.</summary>
    public bool MayWrite { get; set; } = true;

    public Incident Open => Journal.Record.Open ?? throw new InvalidOperationException("no incident is open");

    public static Signal.AlarmChanged Alarm(double changedAfter = 0, AlarmState state = AlarmState.Alarm) =>
        new(
            "api-5xx",
            "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-5xx",
            AlarmKind.Metric,
            state,
            AlarmState.Ok,
            Start.AddSeconds(changedAfter),
            "Threshold Crossed",
            AlarmRoute.Sns,
            ImmutableSortedDictionary<string, string>.Empty
        );

    public static Signal.AlarmChanged AlarmOf(
        TargetId target,
        double changedAfter = 0,
        AlarmState state = AlarmState.Alarm
    ) =>
        Alarm(changedAfter, state) with
        {
            Name = $"{target}-5xx",
            Arn = $"arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:{target}-5xx",
        };

    /// <summary>A second service, which needs the same database.</summary>
    public void Shares() =>
        Estate = Estate with
        {
            Services = [.. Estate.Services, Estate.Services[0] with { Id = Other }],
            Alarms =
            [
                .. Estate.Alarms,
                new AlarmRule(
                    new AlarmMatch.ByName($"{Other}-5xx"),
                    Other,
                    ServiceUnavailableProcedure.ProcedureName,
                    Severity.P3
                ),
            ],
            Dependencies = [new Dependency(Database, [Target, Other])],
        };

    /// <summary>The estate's ladder leads from the 503 procedure to the total outage, with the site's page.</summary>
    public void Climbs() =>
        Estate = Estate with
        {
            Services =
            [
                Estate.Services[0] with
                {
                    Site = s_site,
                    Ladder = [ServiceUnavailableProcedure.ProcedureName, TotalOutageProcedure.ProcedureName],
                    Settings = Estate
                        .Services[0]
                        .Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default)),
                },
            ],
        };

    /// <param name="only">The remedy whose function handles it; null is all in one.</param>
    public Task<LoopReport> HandleAsync(Signal signal, ProcedureName? only = null)
    {
        Calls.Begin();
        var ports = new LoopPorts(Journal, Observer, Actuator, FollowUps, Notifier, Metrics);
        var options = _options with
        {
            Only =
                only == OperatorProcedure.ProcedureName ? AllProcedures.Operator
                : only is { } one ? AllProcedures.FunctionOf(one)
                : null,
            MayWrite = MayWrite,
        };
        return new RemedyLoop(Estate, ports, NullLogger<RemedyLoop>.Instance, options, Time).HandleAsync(
            signal,
            CancellationToken.None
        );
    }

    /// <summary>Time goes on to the next message, which is handled; a failed invocation is delivered again.</summary>
    public async Task<LoopReport?> StepAsync()
    {
        var next = FollowUps.Pending.MinBy(message => message.Due);
        FollowUps.Pending.Remove(next);
        Time.Advance(next.Due > Time.Now ? next.Due - Time.Now : TimeSpan.Zero);
        return await DeliverAsync(next.Signal);
    }

    public async Task<LoopReport?> DeliverAsync(Signal signal)
    {
        try
        {
            return await HandleAsync(signal);
        }
        catch (CrashException)
        {
            FollowUps.Pending.Add((Time.Now.AddSeconds(30), signal));
            return null;
        }
    }

    /// <summary>Until nothing is left to come. While an incident is open, something always is.</summary>
    public async Task<IReadOnlyList<LoopOutcome>> RunOutAsync()
    {
        var outcomes = new List<LoopOutcome>();
        for (var step = 0; FollowUps.Pending.Count > 0; step++)
        {
            Assert.True(step < MostSteps, $"stalled: {string.Join(' ', outcomes.TakeLast(10))}");
            outcomes.AddRange(await StepAsync() is { } report ? [report.Outcome] : []);
        }

        Assert.Null(Journal.Record.Open);
        return outcomes;
    }
}

using System.Globalization;
using System.Text.Json;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Every look at AWS, through the real protocols of ecs, elbv2 and cloudwatch.</summary>
public sealed class LookTests : IAsyncLifetime
{
    private WiredAccount _account = null!;
    private LookTable _aws = null!;
    private LookTable _inProcess = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _aws = _account.Observer();
        _inProcess = _account.WithoutSockets().Observer();
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    public static TheoryData<string, double> Moments =>
        new()
        {
            { "quiet", 0 },
            { "hang", 300 },
            { "deep", 120 },
            { "deploying", 20 },
            { "bad revision", 400 },
            { "no capacity", 90 },
            { "crash", 5 },
            { "overload", 240 },
            { "throttled", 240 },
            { "autoscaled", 0 },
        };

    /// <summary>Both ways to the account tell the same: so what a drill shows in process holds on the wire.</summary>
    [Theory]
    [MemberData(nameof(Moments))]
    public async Task EveryLook_SeesTheSameWithoutASocket(string moment, double seconds)
    {
        _account.Change(world => Strike(moment, world.Fleet.Services[0]));
        _account.Pass(TimeSpan.FromSeconds(seconds));
        var now = _account.World.Clock.Now;

        Assert.Equal(Json(await StateAsync(_inProcess, now)), Json(await StateAsync(_aws, now)));
        Assert.Equal(
            await _inProcess.SeeAsync(LoadBalancingLooks.Targets, _account.At()),
            await _aws.SeeAsync(LoadBalancingLooks.Targets, _account.At())
        );
        foreach (var alarm in _account.World.Alarms.All)
        {
            Assert.Equal(await AlarmAsync(_inProcess, alarm.Name), await AlarmAsync(_aws, alarm.Name));
        }

        Assert.DoesNotContain(_account.World.Calls, call => call.Error is not null);
    }

    /// <summary>Numbers and states against the model behind the account, past every protocol and client.</summary>
    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Looks_SayHowTheWorldIs(string moment, double seconds)
    {
        _account.Change(world => Strike(moment, world.Fleet.Services[0]));
        _account.Pass(TimeSpan.FromSeconds(seconds));
        var (world, fleet) = (_account.World, _account.Fleet);

        var state = await StateAsync(_aws, world.Clock.Now);
        Assert.Equal((fleet.Desired, fleet.Running, fleet.Pending), (state.Desired, state.Running, state.Pending));
        Assert.Equal(
            fleet.Deployments.Select(one => (one.Id, one == fleet.Primary, one.FailedTasks, Running(one))),
            state.Deployments.Select(one => (one.Id, one.IsPrimary, one.FailedTasks, one.Running))
        );
        Assert.Equal(
            new TargetCounts(
                In(TargetState.Healthy),
                In(TargetState.Unhealthy),
                In(TargetState.Initial),
                In(TargetState.Draining)
            ),
            await _aws.SeeAsync(LoadBalancingLooks.Targets, _account.At())
        );
        foreach (var alarm in world.Alarms.All)
        {
            var reading = await AlarmAsync(_aws, alarm.Name);
            Assert.Equal(alarm.State.ToString(), reading.State.ToString(), ignoreCase: true);
        }

        int In(TargetState wanted) =>
            world
                .Fleet.OfTargetGroup(WiredAccount.Service.TargetGroupArn)!
                .Targets.Targets.Count(target => target.State == wanted);
        int Running(LambdaOps.Account.World.Fleets.FleetDeployment one) =>
            fleet.Tasks.Count(task => task.Deployment == one && task.Status == TaskStage.Running);
    }

    /// <summary>The same for what the latency procedure and the total outage look at.</summary>
    [Theory]
    [MemberData(nameof(Moments))]
    public async Task EveryFurtherLook_SeesTheSameWithoutASocket(string moment, double seconds)
    {
        _account.Change(world => Strike(moment, world.Fleet.Services[0]));
        _account.Pass(TimeSpan.FromSeconds(seconds));

        Assert.Equal(await FurtherAsync(_inProcess), await FurtherAsync(_aws));
    }

    private async Task<string> FurtherAsync(IObserver observer)
    {
        var at = _account.At() with { OpenedAt = _account.World.Clock.Now - TimeSpan.FromMinutes(3) };
        var load = await observer.SeeAsync(LoadBalancingLooks.Load, at);
        return string.Join(
            '\n',
            load,
            load.TasksPerRequest?.ToString("0.000000", CultureInfo.InvariantCulture),
            await observer.SeeAsync(TableLooks.Throttles, at),
            await observer.SeeAsync(ScalingLooks.State, at),
            await observer.SeeAsync(SiteLooks.Pages, at),
            await observer.SeeAsync(AlarmLooks.Active, at),
            await observer.SeeAsync(RequestLogLooks.Slowest, at)
        );
    }

    [Fact]
    public async Task Service_AtRestHasOneCompletedDeployment()
    {
        var state = await StateAsync(_aws, _account.World.Clock.Now);

        Assert.Equal((5, 5, 0, null), (state.Desired, state.Running, state.Pending, state.StartFailure));
        var only = Assert.Single(state.Deployments);
        Assert.Equal((true, RolloutState.Completed, 5, 5), (only.IsPrimary, only.Rollout, only.Desired, only.Running));
        Assert.EndsWith(
            ":task-definition/lightningtalk-prod-api-service:41",
            state.TaskDefinition,
            StringComparison.Ordinal
        );
        Assert.Equal(TimeSpan.Zero, only.CreatedAt.Offset);
        Assert.True(only.CreatedAt < _account.World.Clock.Now && only.CreatedAt.Year == 2031);
    }

    [Fact]
    public async Task Service_ThatIsNotThereIsNotObservable()
    {
        var gone = WiredAccount.Service with { Service = "gone" };

        var why = await Assert.ThrowsAsync<NotObservableException>(() =>
            _aws.SeeAsync(ServiceLooks.State, _account.At() with { Target = gone })
        );
        Assert.Contains("gone of cluster lightningtalk-prod: MISSING", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartFailure_IsForgottenAfterTenMinutes()
    {
        _account.Change(world => Strike("no capacity", world.Fleet.Services[0]));
        _account.Pass(TimeSpan.FromSeconds(90));
        var now = _account.World.Clock.Now;

        Assert.NotNull((await StateAsync(_aws, now)).StartFailure);
        Assert.Null((await StateAsync(_aws, now.AddMinutes(12))).StartFailure);
    }

    [Fact]
    public async Task Targets_AllHealthyAtRest() =>
        Assert.Equal(new TargetCounts(5, 0, 0, 0), await _aws.SeeAsync(LoadBalancingLooks.Targets, _account.At()));

    [Fact]
    public async Task Targets_NameTheOneZoneThatIsUnhealthy()
    {
        var zone = _account.Fleet.Tasks[0].Zone;
        _account.Change(world => world.Fleet.Services[0].LoseZone(zone));

        var targets = await TargetsOnceAsync(unhealthy: 3);

        Assert.Equal(zone, targets.DownZone);
        Assert.Contains($"3 unhealthy (only in {zone})", $"{targets}", StringComparison.Ordinal);
    }

    /// <summary>Of five tasks in two zones: a zone has healthy ones too, or both have unhealthy ones.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Targets_NameNoZoneWhereItIsNotTheZone(int unhealthy)
    {
        _account.Change(world => world.Fleet.Services[0].HangTasks(Illness.Deep, unhealthy));

        Assert.Null((await TargetsOnceAsync(unhealthy)).DownZone);
    }

    private async Task<TargetCounts> TargetsOnceAsync(int unhealthy)
    {
        for (var looks = 0; looks < 60; looks++)
        {
            if (
                await _aws.SeeAsync(LoadBalancingLooks.Targets, _account.At()) is var seen
                && seen.Unhealthy == unhealthy
            )
            {
                return seen;
            }

            _account.Pass(TimeSpan.FromSeconds(5));
        }

        throw new InvalidOperationException($"never {unhealthy} unhealthy");
    }

    [Fact]
    public async Task Alarm_OfAnOutageBreachesWithEveryDatapoint()
    {
        await FireAsync();

        var reading = await AlarmAsync(_aws, "api-service-5xx");

        Assert.True(reading.AllBreach, reading.ToString());
    }

    /// <summary>DescribeAlarms has the datapoints of the last change: after a while they say nothing of now.</summary>
    [Fact]
    public async Task Alarm_ThatChangedLongAgoSaysNothingOfNow()
    {
        await FireAsync();
        _account.Pass(TimeSpan.FromMinutes(3));

        var reading = await AlarmAsync(_aws, "api-service-5xx");

        Assert.Equal((AlarmState.Alarm, reading.Evaluated), (reading.State, reading.Breaching));
        Assert.False(reading.AllBreach, reading.ToString());
    }

    /// <summary>Neither the alarm nor its change says that a rule mutes it.</summary>
    [Fact]
    public async Task Alarm_UnderAMuteRuleIsSilenced()
    {
        await FireAsync();
        var at = _account.At();
        Assert.Null((await AlarmAsync(_aws, "api-service-5xx")).Silenced);
        _account.Change(world => Mute(world, "somebody-elses", "other"));
        Assert.Contains("api-service-5xx", (await _aws.SeeAsync(AlarmLooks.Active, at)).Names);

        _account.Change(world => Mute(world, "planned-work", "api-service-5xx"));

        Assert.Equal("muted by planned-work", (await AlarmAsync(_aws, "api-service-5xx")).Silenced);
        var active = await _aws.SeeAsync(AlarmLooks.Active, at);
        Assert.Contains("api-service-5xx", active.Silenced);
        Assert.DoesNotContain("api-service-5xx", active.Names);
    }

    private static void Mute(SimulatedWorld world, string rule, string alarm) =>
        world.Alarms.Mutes.Put(
            new LambdaOps.Account.World.Alarms.MuteRule(
                rule,
                null,
                "cron(0 0 * * *)",
                "P1D",
                null,
                [alarm],
                null,
                null,
                world.Clock.Now
            )
        );

    /// <summary>All tasks hang until the alarm has just changed.</summary>
    private async Task FireAsync()
    {
        _account.Change(world => Strike("hang", world.Fleet.Services[0]));
        for (var looks = 0; (await AlarmAsync(_aws, "api-service-5xx")).State != AlarmState.Alarm; looks++)
        {
            Assert.True(looks < 60, "it never fires");
            _account.Pass(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Alarm_CompositeHasAStateAndNoDatapoints()
    {
        Assert.Equal(new AlarmReading(AlarmState.Ok, 0, 0), await AlarmAsync(_aws, "everything"));
        _account.Change(world =>
            world.Alarms.SetState(
                "api-service-5xx",
                LambdaOps.Account.World.Alarms.AlarmStateValue.Alarm,
                "a drill",
                null,
                "someone"
            )
        );
        Assert.Equal(new AlarmReading(AlarmState.Alarm, 0, 0), await AlarmAsync(_aws, "everything"));
    }

    /// <summary>It changes its state as ever; people do not want its actions.</summary>
    [Fact]
    public async Task Alarm_WhoseActionsAreDisabledIsSilencedAndNotActive()
    {
        const string Name = "api-service-5xx";
        _account.Change(world =>
        {
            world.Alarms.EnableActions(Name, enabled: false);
            world.Alarms.SetState(
                Name,
                LambdaOps.Account.World.Alarms.AlarmStateValue.Alarm,
                "a drill",
                null,
                "someone"
            );
        });

        Assert.Equal("its actions are disabled", (await AlarmAsync(_aws, Name)).Silenced);
        var active = await _aws.SeeAsync(AlarmLooks.Active, _account.At());
        Assert.Empty(active.Names);
        Assert.Equal([Name], active.Silenced);
    }

    [Fact]
    public async Task Alarm_ThatIsGoneIsNotObservable() =>
        Assert.Equal(
            "alarm deleted-yesterday is not there",
            (await Assert.ThrowsAsync<NotObservableException>(() => AlarmAsync(_aws, "deleted-yesterday"))).Message
        );

    private void Strike(string moment, FleetService service) =>
        _ = moment switch
        {
            "overload" => service.Overload(3),
            "throttled" => Throttle(service),
            "autoscaled" => Scale(service),
            "hang" => service.HangTasks(),
            "deep" => service.HangTasks(Illness.Deep),
            "deploying" => Deploy(service, TaskBehaviour.Healthy),
            "bad revision" => Deploy(service, TaskBehaviour.NeverGetsHealthy),
            "no capacity" => service.LoseCapacity().Crash(),
            "crash" => service.Crash(2),
            _ => service,
        };

    private FleetService Throttle(FleetService service)
    {
        _account.World.Tables.All[0].Throttle(seconds: 600, requestsPerSecond: 5);
        return service;
    }

    private FleetService Scale(FleetService service)
    {
        _account.World.Scaling.Register(service, 3, 9, "person");
        return service;
    }

    private static FleetService Deploy(FleetService service, TaskBehaviour behaviour)
    {
        service.Deploy(behaviour);
        return service;
    }

    private Task<ServiceState> StateAsync(IObserver observer, DateTimeOffset now) =>
        observer.SeeAsync(ServiceLooks.State, _account.At() with { Now = now });

    /// <summary>The wire carries whole milliseconds.</summary>
    private static string Json(ServiceState state) =>
        JsonSerializer.Serialize(
            state with
            {
                Deployments =
                [
                    .. state.Deployments.Select(one =>
                        one with
                        {
                            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(one.CreatedAt.ToUnixTimeMilliseconds()),
                        }
                    ),
                ],
            }
        );

    private Task<AlarmReading> AlarmAsync(IObserver observer, string name) =>
        observer.SeeAsync(AlarmLooks.Own, _account.At() with { Alarm = Seeing.AlarmOf(name) });
}

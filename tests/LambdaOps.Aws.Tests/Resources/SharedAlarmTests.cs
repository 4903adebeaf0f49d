using System.Collections.Immutable;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>One alarm over many services: which of them it is about is asked, as its name does not say it.</summary>
public sealed class SharedAlarmTests : IAsyncLifetime
{
    private const string Shared = "cpu-by-service";

    private WiredAccount _account = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync(
            shape: null,
            new AlarmPlan.Metric
            {
                Name = Shared,
                Queries =
                [
                    new MetricTerm
                    {
                        Id = "q1",
                        Expression =
                            "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/ECS\", ClusterName, ServiceName) GROUP BY ServiceName",
                    },
                ],
                Threshold = 70,
                EvaluationPeriods = 2,
                Comparison = Comparison.GreaterThanThreshold,
                MissingData = MissingData.NotBreaching,
            }
        );
        _account.Change(world => world.Fleet.Services[1].Overload(3));
        for (var looks = 0; Alarm.Contributors.All(one => one.State == default); looks++)
        {
            Assert.True(looks < 60, "it never fires");
            _account.Pass(TimeSpan.FromSeconds(10));
        }
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Active_IsOnlyTheServiceWhoseSeriesBreaches()
    {
        Assert.Equal("none", (await ActiveAsync(Api)).ToString());

        var active = await ActiveAsync(WebSocket);

        Assert.Equal([Shared], active.Names);
        Assert.Equal(
            new ActiveAlarm(Shared, s_latency, Alarm.Contributors.Single(one => one.State != default).Now.Since),
            active.Known[0]
        );
    }

    /// <summary>It began with the service's own series, not with the first one that breached.</summary>
    [Fact]
    public async Task Active_BeganWithItsOwnSeries()
    {
        _account.Pass(TimeSpan.FromMinutes(5));
        var before = _account.World.Clock.Now;
        _account.Change(world => world.Fleet.Services[0].Overload(3));
        _account.Pass(TimeSpan.FromMinutes(5));

        Assert.InRange((await ActiveAsync(Api)).Known[0].BegunBy, before, _account.World.Clock.Now);
        Assert.True((await ActiveAsync(WebSocket)).Known[0].BegunBy < before);
    }

    [Fact]
    public async Task Own_IsTheSeriesOfTheIncident()
    {
        Assert.Equal(new AlarmReading(AlarmState.Ok, 0, 0), await OwnAsync(Api));
        Assert.Equal(new AlarmReading(AlarmState.Alarm, 0, 0), await OwnAsync(WebSocket));
    }

    /// <summary>People silence an alarm with all its series.</summary>
    [Fact]
    public async Task Silenced_IsTheWholeAlarm()
    {
        _account.Change(world => world.Alarms.EnableActions(Shared, enabled: false));

        Assert.Equal("its actions are disabled", (await OwnAsync(WebSocket)).Silenced);
        Assert.Equal([Shared], (await ActiveAsync(WebSocket)).Silenced);
        Assert.Empty((await ActiveAsync(Api)).Silenced);
    }

    [Fact]
    public async Task Batch_TellsTheServicesApart()
    {
        var batch = new ServiceBatch(new TargetId("services"), [Api, WebSocket]);

        var alarms = await _account.Observer().SeeAsync(VitalsLooks.Alarms, At(batch));

        Assert.Empty(alarms.Of(Api.Id).Names);
        Assert.Equal([Shared], alarms.Of(WebSocket.Id).Names);
    }

    /// <summary>What nobody could see is not taken for calm.</summary>
    [Fact]
    public async Task Series_ThatCannotBeReadAreMissing()
    {
        _account.Disturb("cloudwatch", "DescribeAlarmContributors", ApiFaultKind.FailedBefore);

        await Assert.ThrowsAnyAsync<Exception>(() => ActiveAsync(Api));
        await Assert.ThrowsAnyAsync<Exception>(() => OwnAsync(Api));
    }

    /// <summary>Only alarms by their series cost a request, and only while one is in ALARM.</summary>
    [Fact]
    public async Task OtherAlarms_CostNoRequest()
    {
        var usual = At(Api) with { Estate = WiredAccount.Estate, Alarm = Seeing.AlarmOf("api-service-5xx") };
        await _account.Observer().SeeAsync(AlarmLooks.Active, usual);
        await _account.Observer().SeeAsync(AlarmLooks.Own, usual);
        Assert.Equal(0, _account.Calls("DescribeAlarmContributors"));

        await ActiveAsync(Api);

        Assert.Equal(1, _account.Calls("DescribeAlarmContributors"));
    }

    private static readonly ProcedureName s_latency = new("latency");

    private static OperatedService Api => Estate.Services[0];

    private static OperatedService WebSocket => Estate.Services[1];

    private static Estate Estate { get; } =
        WiredAccount.Estate with
        {
            Alarms =
            [
                .. WiredAccount.Estate.Services.Select(service => new AlarmRule(
                    new AlarmMatch.ByName(Shared),
                    service.Id,
                    s_latency,
                    Severity.P2
                )
                {
                    Contributor = KeyValuePair.Create("ServiceName", service.Service),
                }),
            ],
        };

    private LambdaOps.Account.World.Alarms.Alarm Alarm => _account.World.Alarms[Shared];

    private LookAt At(Resource about) => _account.At() with { Estate = Estate, Target = about };

    private Task<ActiveAlarms> ActiveAsync(OperatedService service) =>
        _account.Observer().SeeAsync(AlarmLooks.Active, At(service));

    private Task<AlarmReading> OwnAsync(OperatedService service) =>
        _account
            .Observer()
            .SeeAsync(
                AlarmLooks.Own,
                At(service) with
                {
                    Alarm = Seeing.AlarmOf(Shared) with
                    {
                        Contributor = ImmutableSortedDictionary<string, string>.Empty.Add(
                            "ServiceName",
                            service.Service
                        ),
                    },
                }
            );
}

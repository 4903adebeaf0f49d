using System.Collections.Immutable;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Many services by few calls; what CloudWatch does not have is not invented.</summary>
public sealed class VitalsOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Numbers_OfAGoodDay()
    {
        var numbers = await SeeAsync(VitalsLooks.Numbers, Batch());
        var (api, minute) = (numbers.Services[WiredAccount.Service.Id], Minute);

        Assert.InRange(api.Behind!.P95Ms.At(minute)!.Value, 130, 220);
        Assert.InRange(api.Behind.Requests.At(minute)!.Value, 2700, 3300);
        Assert.InRange(api.Cpu.At(minute)!.Value, 35, 46);
        Assert.InRange(api.Memory.At(minute)!.Value, 40, 60);
        Assert.Null(numbers.Services[WiredAccount.Estate.Services[1].Id].Behind);
        var balancer = numbers.LoadBalancers[WiredAccount.Service.LoadBalancer!];
        Assert.InRange(balancer.Connections.At(minute)!.Value, 150, 450);
        Assert.InRange(numbers.ActiveUsers!.At(minute)!.Value, 90, 110);
        Assert.Equal(1, Calls("GetMetricData"));
    }

    /// <summary>The minutes that are not over are not asked for.</summary>
    [Fact]
    public async Task Numbers_EndWithACompleteMinute()
    {
        var cpu = (await SeeAsync(VitalsLooks.Numbers, Batch())).Services[WiredAccount.Service.Id].Cpu;

        Assert.Equal(60, cpu.Values.Length);
        Assert.Equal(CompleteMinutes.Of(_account.World.Clock.Now)[^1], cpu.Last!.Value.At);
    }

    [Fact]
    public async Task WrongDimension_IsNoZeroButASentence()
    {
        var wrong = WiredAccount.Service with { LoadBalancer = "app/lightningtalk-prod-alb/0000000000000000" };

        var api = (await SeeAsync(VitalsLooks.Numbers, Batch() with { Services = [wrong] })).Services[wrong.Id];

        Assert.True(api.Behind!.P95Ms.IsEmpty);
        Assert.Equal(
            "CloudWatch has had no datapoint of AWS/ApplicationELB RequestCount with "
                + "LoadBalancer=app/lightningtalk-prod-alb/0000000000000000, TargetGroup="
                + $"{wrong.TargetGroup} in 14 days: a dimension may be wrong",
            api.Behind.Requests.Absence
        );
        Assert.Null(api.Behind.Errors.Absence);
        Assert.False(api.Cpu.IsEmpty);
        Assert.Equal(2, Calls("GetMetricData"));
    }

    [Fact]
    public async Task ActiveUsersWithAnotherDimension_AreNotThere()
    {
        var users = WiredAccount.Estate.ActiveUsers! with
        {
            Dimensions = ImmutableSortedDictionary<string, string>.Empty.Add("Stage", "prod"),
        };

        var seen = (await SeeAsync(VitalsLooks.Numbers, Batch() with { ActiveUsers = users })).ActiveUsers!;

        Assert.Equal(
            "CloudWatch has had no datapoint of lightningtalk/Application ActiveUsers with Stage=prod in 14 days: "
                + "a dimension may be wrong",
            seen.Absence
        );
    }

    /// <summary>What fell silent was there: its dimensions are right.</summary>
    [Fact]
    public async Task ActiveUsersThatStopped_HaveALastDay()
    {
        _account.Change(world => world.ApplicationMetrics[0].Stop());
        _account.Pass(TimeSpan.FromMinutes(70));

        var seen = (await SeeAsync(VitalsLooks.Numbers, Batch())).ActiveUsers!;

        Assert.Equal(
            "no datapoint in the last hour, the last one on 2031-02-03 (UTC), of lightningtalk/Application ActiveUsers "
                + "with no dimension",
            seen.Absence
        );
    }

    /// <summary>One series with a hole hides no other, and is no zero.</summary>
    [Fact]
    public async Task SeriesWithAHole_SaysSoAndHidesNoOther()
    {
        _account.Change(world => world.Metrics.Withhold("HTTPCode_Target_5XX_Count", "InternalError"));

        var api = (await SeeAsync(VitalsLooks.Numbers, Batch())).Services[WiredAccount.Service.Id];

        Assert.Equal("CloudWatch has only a part of the datapoints (InternalError)", api.Behind!.Errors.Hole);
        Assert.Null(api.Behind.Requests.Hole);
        Assert.False(api.Behind.Requests.IsEmpty);
    }

    [Fact]
    public async Task Tasks_OfTenServicesAreOneCall()
    {
        var many = Many(25);

        var tasks = await SeeAsync(VitalsLooks.Tasks, Batch() with { Services = many });

        Assert.Equal(3, Calls("DescribeServices"));
        Assert.Equal(25, tasks.Services.Count);
        Assert.Equal(
            Fact.Known(new TaskCounts(5, 5, 0, 1), _account.World.Clock.Now),
            tasks.Services[WiredAccount.Service.Id]
        );
        Assert.Equal(
            "ECS says MISSING of service nothing-1 in cluster lightningtalk-prod",
            Assert.IsType<Fact<TaskCounts>.Missing>(tasks.Services[new("s1")]).Reason
        );
    }

    /// <summary>500 series a call, whatever the number of services.</summary>
    [Theory]
    [InlineData(70, 1)]
    [InlineData(72, 2)]
    public async Task Numbers_AreAskedByFiveHundred(int services, int calls)
    {
        await SeeAsync(
            VitalsLooks.Numbers,
            Batch() with
            {
                Services =
                [
                    .. Enumerable.Range(0, services).Select(at => WiredAccount.Service with { Id = new($"s{at}") }),
                ],
            }
        );

        Assert.Equal(calls, Calls("GetMetricData"));
    }

    /// <summary>A thousand services are ten such parts: 0.14 calls each, beside a few of the journal.</summary>
    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 4)]
    [InlineData(100, 14)]
    public async Task Part_TakesFewCalls(int services, int calls)
    {
        var same = Enumerable.Range(0, services).Select(at => WiredAccount.Service with { Id = new($"s{at}") });
        var at = _account.At() with { Target = Batch() with { Services = [.. same] } };

        foreach (var look in new QuickCheckProcedure().Looks)
        {
            await _account.Observer().LookAsync(look, at, CancellationToken.None);
        }

        Assert.Equal(calls, _account.World.Calls.Count(call => call.Caller == WiredAccount.Caller));
    }

    [Fact]
    public async Task HealthUrl_IsAskedOnceForAllThatShareIt()
    {
        var health = await SeeAsync(VitalsLooks.Health, Batch());

        Assert.Equal(2, health.Probes.Count);
        Assert.All(
            health.Probes.Values,
            probe => Assert.True(Assert.IsType<Fact<HealthProbe>.Known>(probe).Value.Healthy)
        );
    }

    [Fact]
    public async Task Alarms_AreThoseOfTheService()
    {
        _account.Change(_ => _account.Fleet.HangTasks());
        _account.Pass(TimeSpan.FromMinutes(6));

        var alarms = await SeeAsync(VitalsLooks.Alarms, Batch());

        Assert.Equal(["api-service-5xx", "api-service-error-rate"], alarms.Of(WiredAccount.Service.Id).Names);
        Assert.False(alarms.Of(WiredAccount.Estate.Services[1].Id).Any);
    }

    private DateTimeOffset Minute => CompleteMinutes.Of(_account.World.Clock.Now)[0];

    private static ServiceBatch Batch() =>
        new(new("services-1"), WiredAccount.Estate.Services) { ActiveUsers = WiredAccount.Estate.ActiveUsers };

    private static ImmutableArray<OperatedService> Many(int count) =>
        [
            WiredAccount.Service,
            .. Enumerable
                .Range(1, count - 1)
                .Select(at => WiredAccount.Service with { Id = new($"s{at}"), Service = $"nothing-{at}" }),
        ];

    private Task<T> SeeAsync<T>(Look<T> look, ServiceBatch batch)
        where T : class => _account.Observer().SeeAsync(look, _account.At() with { Target = batch });

    private int Calls(string operation) =>
        _account.World.Calls.Count(call => call.Operation == operation && call.Caller == WiredAccount.Caller);
}

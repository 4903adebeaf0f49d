using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Cost Explorer in its own protocol. The account's day is the 3rd of February 2031.</summary>
public sealed class CostsOnAwsTests : IAsyncLifetime
{
    private static readonly DateOnly s_january = new(2031, 1, 1);

    private WiredAccount? _account;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await (_account?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Days_AreReadToTheLastPage()
    {
        var costs = await SeeAsync(CostLooks.Days, new CostPlan("Amazon DynamoDB", 3.5m), new CostPlan("Tax", 0.1m));

        Assert.Equal(("USD", 14), (costs.Currency, costs.Periods.Length));
        Assert.Equal(
            (new DateOnly(2031, 1, 19), new DateOnly(2031, 2, 2)),
            (costs.Periods[0].From, costs.Periods[^1].Until)
        );
        Assert.All(costs.Periods, day => Assert.Equal(3.6m, day.Total));
        Assert.Equal(3.5m, costs.Periods[0].ByService["Amazon DynamoDB"]);
        Assert.Equal(2, _account!.Calls("GetCostAndUsage"));
    }

    [Fact]
    public async Task Months_AreTheTwoBeforeAndThisOne()
    {
        var costs = await SeeAsync(CostLooks.Months, new CostPlan("Amazon DynamoDB", 2));

        Assert.Equal(
            [
                (new DateOnly(2030, 12, 1), new DateOnly(2031, 1, 1), 62m),
                (new DateOnly(2031, 1, 1), new DateOnly(2031, 2, 1), 62m),
                (new DateOnly(2031, 2, 1), new DateOnly(2031, 2, 3), 4m),
            ],
            costs.Periods.Select(month => (month.From, month.Until, month.Total))
        );
    }

    /// <summary>Only of the services that are asked about, to the last page; each driver with its service.</summary>
    [Fact]
    public async Task Reasons_AreTheDriversOfWholeMonthsTheLargestFirst()
    {
        CostPlan[] plans =
        [
            new("Amazon DynamoDB", 1)
            {
                UsageType = "APN1-Reads",
                ChangesOn = s_january,
                Then = 4,
            },
            new("Amazon DynamoDB", 5)
            {
                UsageType = "APN1-Storage",
                ChangesOn = s_january,
                Then = 3,
            },
            new("Tax", 9) { ChangesOn = s_january, Then = 90 },
            .. Enumerable
                .Range(0, 11)
                .Select(at => new CostPlan("EC2", 2)
                {
                    UsageType = $"U{at}",
                    ChangesOn = s_january,
                    Then = 2.01m,
                }),
        ];
        await StartAsync(plans);

        var reasons = Assert
            .IsType<Fact<CostReasons>.Known>(
                await LookAsync(
                    CostLooks.Reasons,
                    new CostMovers(new DateOnly(2030, 12, 1), ["EC2", "Amazon DynamoDB"])
                )
            )
            .Value;

        Assert.Equal(13, reasons.All.Length);
        // December has 31 days as January has; all change on the first of January.
        Assert.Equal(
            [
                new CostReason("Amazon DynamoDB", "usage change of APN1-Reads", 93m),
                new CostReason("Amazon DynamoDB", "usage change of APN1-Storage", -62m),
                new CostReason("EC2", "usage change of U0", 0.31m),
            ],
            reasons.All.Take(3)
        );
        Assert.Equal(2, _account!.Calls("GetCostComparisonDrivers"));
    }

    [Fact]
    public async Task Reasons_OfHalfAMonthAreRefused()
    {
        await StartAsync(new CostPlan("Tax", 1));

        var refused = await Assert.ThrowsAsync<Amazon.CostExplorer.AmazonCostExplorerException>(() =>
            LookAsync(CostLooks.Reasons, new CostMovers(new DateOnly(2030, 12, 2), ["Tax"]))
        );

        Assert.Equal("ValidationException", refused.ErrorCode);
    }

    [Fact]
    public async Task Refusals_AreThrownWithTheirReason()
    {
        await StartAsync();
        Assert.Equal(
            "DataUnavailableException",
            (
                await Assert.ThrowsAsync<Amazon.CostExplorer.Model.DataUnavailableException>(() =>
                    LookAsync(CostLooks.Days)
                )
            ).ErrorCode
        );

        _account!.Disturb("ce", "GetCostAndUsage", ApiFaultKind.Denied);
        Assert.Equal(
            "AccessDeniedException",
            (
                await Assert.ThrowsAsync<Amazon.CostExplorer.AmazonCostExplorerException>(() =>
                    LookAsync(CostLooks.Months)
                )
            ).ErrorCode
        );
    }

    private async Task<Costs> SeeAsync(Look<Costs> look, params CostPlan[] plans)
    {
        await StartAsync(plans);
        return Assert.IsType<Fact<Costs>.Known>(await LookAsync(look)).Value;
    }

    private async Task StartAsync(params CostPlan[] plans) =>
        _account = await WiredAccount.StartWithAsync(world => world with { Costs = plans });

    private Task<Fact> LookAsync(Look look, Resource? about = null)
    {
        var now = _account!.World.Clock.Now;
        return _account
            .Resources()
            .Observer()
            .LookAsync(
                look,
                LookAt.For(WiredAccount.Estate, about ?? new CostSpan(), new CheckRun(now, now), now),
                default
            );
    }
}

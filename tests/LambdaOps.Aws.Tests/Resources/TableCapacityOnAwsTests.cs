using LambdaOps.Account.World;
using LambdaOps.Account.World.Tables;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>A table's capacity by the adapters and AWS's wire.</summary>
public sealed class TableCapacityOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    private static OperatedTable Table => WiredAccount.Estate.Tables[0];

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task State_SaysModeUnitsAndStatus()
    {
        var free = await SeeAsync();
        Assert.True(free.IsOnDemand);
        Assert.True(free.IsActive);
        Assert.Equal(new PartUnits(null, null, null), free.Own.Read);

        _account.Change(world =>
            OfTable(world).Throughput.Change(Table.Name, new(false, [new(null, (100, 20), null)]))
        );
        var changing = await SeeAsync();
        Assert.False(changing.IsActive);
        Assert.True(changing.IsChanging);
        _account.Pass(TimeSpan.FromMinutes(5));
        var provisioned = await SeeAsync();
        Assert.False(provisioned.IsOnDemand);
        Assert.Equal((100, 20), (provisioned.Own.Read.Provisioned, provisioned.Own.Write.Provisioned));
    }

    [Fact]
    public async Task Throughput_ModeMaximumAndBoundsAreChanged()
    {
        await DoneAsync(new Change.SetOnDemandMaximum(Table.Id, null, UnitKind.Read, 100, 200));
        Assert.Equal(200, (await SeeAsync()).Own.Read.Maximum);
        Assert.Null((await SeeAsync()).Own.Write.Maximum);

        await DoneAsync(new Change.SetTableBillingMode(Table.Id, TableBilling.Provisioned, 100, 20));
        await DoneAsync(new Change.SetTableThroughput(Table.Id, null, UnitKind.Write, 20, 40, 100));
        Assert.Equal((100, 40), (await UnitsAsync()));

        await DoneAsync(new Change.SetTableScalingBounds(Table.Id, null, UnitKind.Read, 1, 150, 1, 400));
        Assert.Equal(new UnitBounds(150, 400), (await SeeAsync()).Own.Read.Bounds);
        Assert.Null((await SeeAsync()).Own.Write.Bounds);
        Assert.Equal((150, 40), (await UnitsAsync()));

        await DoneAsync(new Change.SetTableBillingMode(Table.Id, TableBilling.OnDemand, 150, 40));
        Assert.True((await SeeAsync()).IsOnDemand);
    }

    [Fact]
    public async Task Table_ThatIsBeingChanged_WantsItLater()
    {
        _account.Change(world =>
            OfTable(world).Throughput.Change(Table.Name, new(false, [new(null, (100, 20), null)]))
        );

        Assert.Contains(
            "ResourceInUse",
            Assert
                .IsType<ActionOutcome.Later>(
                    await ActAsync(new Change.SetOnDemandMaximum(Table.Id, null, UnitKind.Read, 100, 200))
                )
                .Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnclearAnswer_IsUnknownAndNotSentAgain()
    {
        _account.Disturb("dynamodb", "UpdateTable", ApiFaultKind.FailedBefore);

        Assert.IsType<ActionOutcome.Unknown>(
            await ActAsync(new Change.SetOnDemandMaximum(Table.Id, null, UnitKind.Read, 100, 200))
        );
        Assert.Equal(1, _account.Calls("UpdateTable"));
    }

    [Theory]
    [InlineData(ThrottleCause.KeyRange, ThrottleReason.KeyRange)]
    [InlineData(ThrottleCause.AccountLimit, ThrottleReason.AccountLimit)]
    public async Task Load_SaysWhatIsThrottledAndWhy(ThrottleCause cause, ThrottleReason reason)
    {
        Assert.Empty((await LoadAsync()).Throttled);
        _account.Change(world => OfTable(world).Throttle(600, 5, cause));
        _account.Pass(TimeSpan.FromMinutes(4));

        var load = await LoadAsync();
        Assert.All(load.Throttled, part => Assert.Equal(reason, part.Reason));
        Assert.Contains(load.Throttled, part => part is { Index: null, Kind: UnitKind.Read, Throttles: > 1000 });
        Assert.True(load.UnitsOf(null, UnitKind.Read) > 1);
    }

    [Fact]
    public async Task Load_SaysProvisionedAndDynamoDbsOwnErrors()
    {
        _account.Change(world =>
        {
            OfTable(world).Throughput.Change(Table.Name, new(false, [new(null, (5, 5), null)]));
            OfTable(world).Fail(900, 0.5);
        });
        _account.Pass(TimeSpan.FromMinutes(15));

        var load = await LoadAsync();
        Assert.Equal(ThrottleReason.Provisioned, load.Throttled.First().Reason);
        Assert.True(load.SystemErrors > 100);
    }

    [Fact]
    public async Task ErrorLines_AreOfTheServicesThatUseTheTable()
    {
        _account.Change(world => OfTable(world).Throttle(600, 5));
        _account.Pass(TimeSpan.FromMinutes(4));

        var lines = await _account.Observer().SeeAsync(TableLooks.ErrorLines, _account.At() with { Target = Table });
        Assert.Contains("throttling", lines.ToString(), StringComparison.Ordinal);
        Assert.Equal("endpoint or network", DatabaseErrorLines.MeaningOf("DynamoDB: connect ECONNREFUSED"));
        Assert.Equal("credentials", DatabaseErrorLines.MeaningOf("AccessDeniedException on DynamoDB"));
    }

    private static ApplicationTable OfTable(SimulatedWorld world) => world.Tables[Table.Name];

    private Task<TableState> SeeAsync() =>
        _account.Observer().SeeAsync(TableLooks.State, _account.At() with { Target = Table });

    private Task<TableLoad> LoadAsync() =>
        _account.Observer().SeeAsync(TableLooks.Load, _account.At() with { Target = Table });

    private async Task<(int?, int?)> UnitsAsync() =>
        await SeeAsync() is { Own: var own } ? (own.Read.Provisioned, own.Write.Provisioned) : default;

    private Task<ActionOutcome> ActAsync(Change change) =>
        _account.Resources().Actuator().ActAsync(change, Table, CancellationToken.None);

    private async Task DoneAsync(Change change)
    {
        Assert.IsType<ActionOutcome.Done>(await ActAsync(change));
        _account.Pass(TimeSpan.FromMinutes(6));
    }
}

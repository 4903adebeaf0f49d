using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using AttributeValue = Amazon.DynamoDBv2.Model.AttributeValue;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class TableItemsOnAwsTests : IAsyncLifetime
{
    private static readonly OperatedTable s_sessions = WiredAccount.Estate.Tables.First(table =>
        table.Expiry is not null
    );
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Shape_IsWhatDescribeTableSays()
    {
        var onDemand = await KnownAsync(TableLooks.Shape, s_sessions);
        Assert.Equal(["id"], onDemand.Keys.AsEnumerable());
        Assert.Equal((600L, null, null), (onDemand.Items, onDemand.ReadUnits, onDemand.WriteUnits));

        using var client = _account.DynamoDbClient();
        await client.UpdateTableAsync(
            new UpdateTableRequest
            {
                TableName = s_sessions.Name,
                BillingMode = BillingMode.PROVISIONED,
                ProvisionedThroughput = new ProvisionedThroughput { ReadCapacityUnits = 40, WriteCapacityUnits = 20 },
            }
        );
        _account.Pass(TimeSpan.FromMinutes(5));
        var provisioned = await KnownAsync(TableLooks.Shape, s_sessions);
        Assert.Equal((40L, 20L), (provisioned.ReadUnits, provisioned.WriteUnits));
    }

    [Fact]
    public async Task TimeToLive_IsTheTablesSetting()
    {
        Assert.Equal(new TimeToLiveSetting("DISABLED", null), await KnownAsync(TableLooks.TimeToLive, s_sessions));
        _account.Change(_ => _account.DynamoDb.ExpireBy(_account.DynamoDb.Table(s_sessions.Name), "until"));
        Assert.Equal(new TimeToLiveSetting("ENABLED", "until"), await KnownAsync(TableLooks.TimeToLive, s_sessions));
    }

    [Fact]
    public async Task Expirations_WithoutADatapointAreNotZero()
    {
        Assert.Null((await KnownAsync(TableLooks.Expirations, s_sessions)).Count);
        using var client = _account.DynamoDbClient();
        for (var number = 0; number < 30; number++)
        {
            await client.PutItemAsync(s_sessions.Name, Expiring(number));
        }

        _account.Change(_ =>
        {
            var table = _account.DynamoDb.Table(s_sessions.Name);
            table.LatestExpiry = TimeSpan.FromMinutes(5);
            _account.DynamoDb.ExpireBy(table, "until");
        });
        _account.Pass(TimeSpan.FromMinutes(25));
        Assert.Equal(30, (await KnownAsync(TableLooks.Expirations, s_sessions)).Count);

        Dictionary<string, AttributeValue> Expiring(int number) =>
            new()
            {
                ["id"] = new AttributeValue { S = string.Create(CultureInfo.InvariantCulture, $"item-{number}") },
                ["until"] = new AttributeValue
                {
                    N = _account.World.Clock.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                },
            };
    }

    [Fact]
    public async Task Items_OfAllSegmentsAreTheTablesEachOnce()
    {
        var found = new List<ScannedItem>();
        for (var segment = 0; segment < 3; segment++)
        {
            found.AddRange(await SegmentAsync(s_sessions, ["id"], segment, 3, limit: 70));
        }

        Assert.Equal(600, found.DistinctBy(item => item.Key).Count());
        Assert.Equal(600, found.Count);
        Assert.All(found, item => Assert.StartsWith("""{"id":{"S":""", item.Key, StringComparison.Ordinal));
        Assert.All(found, item => Assert.Equal(("S", 'Z'), (item.Time!.Type, item.Time.Text[^1])));
        Assert.All(
            _account.World.Calls.Where(call => call.Operation == "Scan"),
            call => Assert.DoesNotContain("note", call.Input, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Throttled_IsAskedOnceAndSaidSo()
    {
        Throttle();

        Assert.Equal(ScanPage.Throttled, await PageAsync(s_sessions, ["id"], new ScanPlace(0, null), 1, 10));
        Assert.Equal(1, _account.Calls("Scan"));
    }

    [Fact]
    public async Task Delete_TakesOnlyWhatStillHasTheValueThatWasRead()
    {
        var items = (await SegmentAsync(s_sessions, ["id"], 0, 1, limit: 600)).Take(3).ToList();
        using var client = _account.DynamoDbClient();
        var renewed = (await client.ScanAsync(new ScanRequest { TableName = s_sessions.Name, Limit = 1 })).Items[0];
        renewed["createdAt"] = new AttributeValue { S = "2031-02-03T04:05:06.700Z" };
        await client.PutItemAsync(s_sessions.Name, renewed);

        var done = Assert.IsType<ActionOutcome.Done>(await DeleteAsync(s_sessions, items));

        Assert.Equal(new ChangeTally(2, 1, 3), done.Tally);
        Assert.Equal(598, _account.DynamoDb.Table(s_sessions.Name).Count);
        Assert.Contains(
            await SegmentAsync(s_sessions, ["id"], 0, 1, limit: 600),
            item => item.Time!.Text == "2031-02-03T04:05:06.700Z"
        );
    }

    [Fact]
    public async Task Delete_StopsWhereTheTableThrottles()
    {
        var items = (await SegmentAsync(s_sessions, ["id"], 0, 1, limit: 600)).Take(3).ToList();
        Throttle();

        var done = Assert.IsType<ActionOutcome.Done>(await DeleteAsync(s_sessions, items));
        Assert.Equal(new ChangeTally(0, 0), done.Tally);
        Assert.Equal(1, _account.Calls("DeleteItem"));
    }

    [Theory]
    [InlineData(ApiFaultKind.BrokenAfter, typeof(ActionOutcome.Unknown))]
    [InlineData(ApiFaultKind.Denied, typeof(ActionOutcome.Refused))]
    public async Task Delete_WithoutItsAnswerIsNotDone(ApiFaultKind kind, Type expected)
    {
        var items = (await SegmentAsync(s_sessions, ["id"], 0, 1, limit: 600)).Take(3).ToList();
        _account.Disturb("dynamodb", "DeleteItem", kind);

        Assert.IsType(expected, await DeleteAsync(s_sessions, items));
        Assert.Equal(1, _account.Calls("DeleteItem"));
    }

    /// <summary>Keys of numbers and of bytes, and an age that is a part of the key.</summary>
    [Fact]
    public async Task KeysOfEveryType_ComeBackAsTheyWere()
    {
        using var client = _account.DynamoDbClient();
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = "tokens",
                BillingMode = Amazon.DynamoDBv2.BillingMode.PAY_PER_REQUEST,
                KeySchema =
                [
                    new KeySchemaElement("token", Amazon.DynamoDBv2.KeyType.HASH),
                    new KeySchemaElement("made", Amazon.DynamoDBv2.KeyType.RANGE),
                ],
                AttributeDefinitions =
                [
                    new AttributeDefinition("token", Amazon.DynamoDBv2.ScalarAttributeType.B),
                    new AttributeDefinition("made", Amazon.DynamoDBv2.ScalarAttributeType.N),
                ],
            }
        );
        for (byte number = 0; number < 9; number++)
        {
            await client.PutItemAsync(
                "tokens",
                new()
                {
                    ["token"] = new AttributeValue { B = new MemoryStream([255, number, 0]) },
                    ["made"] = new AttributeValue
                    {
                        N = string.Create(CultureInfo.InvariantCulture, $"170000000{number}"),
                    },
                }
            );
        }

        var table = new OperatedTable("tokens", new TableExpiry.ByAge("made", TimeSpan.FromDays(30), null));
        var items = await SegmentAsync(table, ["token", "made"], 0, 1, limit: 2);
        Assert.Equal(9, items.Count);
        Assert.All(items, item => Assert.Equal("N", item.Time!.Type));

        var done = Assert.IsType<ActionOutcome.Done>(await DeleteAsync(table, items));
        Assert.Equal(9, done.Tally!.Done);
        Assert.Equal(0, _account.DynamoDb.Table("tokens").Count);
    }

    private async Task<List<ScannedItem>> SegmentAsync(
        OperatedTable table,
        string[] keys,
        int segment,
        int segments,
        int limit
    )
    {
        var found = new List<ScannedItem>();
        var place = new ScanPlace(segment, null);
        while (true)
        {
            var page = await PageAsync(table, keys, place, segments, limit);
            Assert.InRange(page.Units, 0.5, 128);
            found.AddRange(page.Items);
            if (page.Next is null)
            {
                return found;
            }

            place = place with { After = page.Next };
        }
    }

    private Task<ScanPage> PageAsync(OperatedTable table, string[] keys, ScanPlace place, int segments, int limit) =>
        KnownAsync(TableLooks.Items, new ScanStep(table, [.. keys], place, segments, limit));

    private async Task<T> KnownAsync<T>(Look<T> look, Resource about)
        where T : class
    {
        var now = _account.World.Clock.Now;
        var at = LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now);
        var fact = await _account.Resources().Observer().LookAsync(look, at, CancellationToken.None);
        return Assert.IsType<Fact<T>.Known>(fact).Value;
    }

    private Task<ActionOutcome> DeleteAsync(OperatedTable table, IEnumerable<ScannedItem> items) =>
        _account
            .Resources()
            .Actuator()
            .ActAsync(
                new Change.DeleteExpiredItems(table.Name, table.Expiry!.Attribute, [.. items]),
                table,
                CancellationToken.None
            );

    private void Throttle()
    {
        _account.Change(world => world.Tables[s_sessions.Name].Throttle(600, 1));
        _account.Pass(TimeSpan.FromSeconds(2));
    }
}

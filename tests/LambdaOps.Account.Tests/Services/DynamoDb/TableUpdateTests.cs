using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

/// <summary>UpdateTable: what it begins, how long that takes, and what DynamoDB refuses.</summary>
public sealed class TableUpdateTests
{
    private const string OnDemand = """{"TableName":"orders","BillingMode":"PAY_PER_REQUEST"}""";

    private readonly SimulatedWorld _world;

    public TableUpdateTests()
    {
        _world = Worlds.New(
            plan: Worlds.Plan with
            {
                Tables =
                [
                    new TablePlan("orders") { Provisioned = (100, 20), Indexes = [new("byDate", "date", (50, 10))] },
                    new TablePlan("free"),
                ],
            }
        );
        var tables = new DynamoDbService(_world, "r", "1");
        _world.Services.Add(tables);
        EstateTables.Fill(tables, _world);
    }

    [Fact]
    public void Throughput_IsThereWhenTheUpdateIsOver()
    {
        var answer = Call("UpdateTable", Units(200, 20))["TableDescription"]!;
        Assert.Equal(
            ("UPDATING", 100),
            (answer.Text("TableStatus"), Units(answer["ProvisionedThroughput"]!, "ReadCapacityUnits"))
        );
        Assert.Equal("ResourceInUseException", _world.ErrorOf("dynamodb", "UpdateTable", Units(300, 20)));
        _world.Seconds(39);
        Assert.Equal("UPDATING", Table().Text("TableStatus"));
        _world.Seconds(1);

        var throughput = Table()["ProvisionedThroughput"]!;
        Assert.Equal("ACTIVE", Table().Text("TableStatus"));
        Assert.Equal((200, 20, 0), Read(throughput));
        Assert.NotNull(throughput["LastIncreaseDateTime"]);
        Assert.Null(throughput["LastDecreaseDateTime"]);
    }

    [Theory]
    [InlineData("""{"TableName":"orders"}""", "ValidationException")]
    [InlineData(
        """{"TableName":"orders","ProvisionedThroughput":{"ReadCapacityUnits":100,"WriteCapacityUnits":20}}""",
        "ValidationException"
    )]
    [InlineData(
        """{"TableName":"orders","ProvisionedThroughput":{"ReadCapacityUnits":40001,"WriteCapacityUnits":20}}""",
        "LimitExceededException"
    )]
    [InlineData(
        """{"TableName":"orders","BillingMode":"PAY_PER_REQUEST","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5}}""",
        "ValidationException"
    )]
    [InlineData("""{"TableName":"orders","OnDemandThroughput":{"MaxReadRequestUnits":5}}""", "ValidationException")]
    [InlineData(
        """{"TableName":"free","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5}}""",
        "ValidationException"
    )]
    [InlineData("""{"TableName":"free","BillingMode":"PROVISIONED"}""", "ValidationException")]
    [InlineData(
        """{"TableName":"orders","GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"other","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5}}}]}""",
        "ResourceNotFoundException"
    )]
    [InlineData("""{"TableName":"none","BillingMode":"PAY_PER_REQUEST"}""", "ResourceNotFoundException")]
    public void UpdateTable_RefusesAsAwsDoes(string input, string code) =>
        Assert.Equal(code, _world.ErrorOf("dynamodb", "UpdateTable", input));

    [Fact]
    public void Index_HasAThroughputOfItsOwn()
    {
        Call(
            "UpdateTable",
            """
            {"TableName":"orders","GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"byDate",
             "ProvisionedThroughput":{"ReadCapacityUnits":60,"WriteCapacityUnits":30}}}]}
            """
        );
        _world.Seconds(40);

        Assert.Equal((60, 30, 0), Read(Table()["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"]!));
        Assert.Equal((100, 20, 0), Read(Table()["ProvisionedThroughput"]!));
    }

    [Fact]
    public void Mode_KeepsTheOldThroughputUntilItIsThere()
    {
        Call("UpdateTable", OnDemand);
        _world.Seconds(239);
        Assert.Equal("PROVISIONED", Table()["BillingModeSummary"]!.Text("BillingMode"));
        Assert.NotNull(_world.Tables["orders"].Capacity.Provisioned);
        _world.Seconds(1);

        var summary = Table()["BillingModeSummary"]!;
        Assert.Equal("PAY_PER_REQUEST", summary.Text("BillingMode"));
        Assert.NotNull(summary["LastUpdateToPayPerRequestDateTime"]);
        Assert.Equal((0, 0, 0), Read(Table()["ProvisionedThroughput"]!));
        Assert.Equal((0, 0, 0), Read(Table()["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"]!));
    }

    /// <summary>Back to provisioned at any time; to on-demand four times in any 24 hours.</summary>
    [Fact]
    public void Mode_IsSwitchedToOnDemandFourTimesADay()
    {
        const string Back = """
            {"TableName":"orders","BillingMode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":100,"WriteCapacityUnits":20},
             "GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"byDate","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5}}}]}
            """;
        for (var time = 0; time < 4; time++)
        {
            Call("UpdateTable", OnDemand);
            _world.Minutes(4);
            Call("UpdateTable", Back);
            _world.Minutes(4);
        }

        Assert.Equal("LimitExceededException", _world.ErrorOf("dynamodb", "UpdateTable", OnDemand));
        _world.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(32));
        Call("UpdateTable", OnDemand);
    }

    [Fact]
    public void Decreases_AreHeldToOneAnHourAfterFourADay()
    {
        for (var units = 99; units > 95; units--)
        {
            Call("UpdateTable", Units(units, 20));
            _world.Seconds(40);
        }

        Assert.Equal(4, Read(Table()["ProvisionedThroughput"]!).Decreases);
        Assert.Equal("LimitExceededException", _world.ErrorOf("dynamodb", "UpdateTable", Units(95, 20)));
        Call("UpdateTable", Units(120, 20));
        _world.Minutes(60);
        Call("UpdateTable", Units(95, 20));
    }

    [Fact]
    public void Maximum_HoldsOnDemandCapacityAndIsTakenAway()
    {
        Call(
            "UpdateTable",
            """{"TableName":"free","OnDemandThroughput":{"MaxReadRequestUnits":10,"MaxWriteRequestUnits":4}}"""
        );
        _world.Minutes(1);
        var capacity = _world.Tables["free"].Capacity;
        capacity.Spend(CapacityKind.Read, 1000);
        Assert.False(capacity.Admits(CapacityKind.Read));
        Assert.Equal(10, Units(Table("free")["OnDemandThroughput"]!, "MaxReadRequestUnits"));

        Call("UpdateTable", """{"TableName":"free","OnDemandThroughput":{"MaxReadRequestUnits":-1}}""");
        _world.Minutes(1);
        Assert.True(capacity.Admits(CapacityKind.Read));
        Assert.Equal(
            (-1, 4),
            (
                Units(Table("free")["OnDemandThroughput"]!, "MaxReadRequestUnits"),
                Units(Table("free")["OnDemandThroughput"]!, "MaxWriteRequestUnits")
            )
        );
    }

    private static string Units(int read, int write) =>
        $$"""
            {"TableName":"orders","ProvisionedThroughput":{"ReadCapacityUnits":{{read}},"WriteCapacityUnits":{{write}} } }
            """;

    private static int Units(JsonNode node, string member) =>
        int.Parse(node[member]!.ToString(), CultureInfo.InvariantCulture);

    private static (int Read, int Write, int Decreases) Read(JsonNode throughput) =>
        (
            Units(throughput, "ReadCapacityUnits"),
            Units(throughput, "WriteCapacityUnits"),
            Units(throughput, "NumberOfDecreasesToday")
        );

    private JsonNode Table(string name = "orders") => Call("DescribeTable", $$"""{"TableName":"{{name}}"}""")["Table"]!;

    private JsonObject Call(string operation, string input) => _world.Call("dynamodb", operation, input);
}

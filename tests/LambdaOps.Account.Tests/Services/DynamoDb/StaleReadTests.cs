using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

/// <summary>Reads that do not ask to be consistent, and all reads of a global index, show what was there before.</summary>
public sealed class StaleReadTests
{
    private const string Key = """ "Key":{"pk":{"S":"a"} } """;

    private readonly SimulatedWorld _world = Worlds.New();

    public StaleReadTests()
    {
        var tables = new DynamoDbService(_world, "eu-west-1", "111122223333")
        {
            ShowsOldItemsFor = TimeSpan.FromSeconds(1),
        };
        tables.CreateTable("t", "pk", indexes: ("by-color", "color"));
        _world.Services.Add(tables);
        Put("red");
        _world.Seconds(2);
    }

    [Theory]
    [InlineData(false, "red")]
    [InlineData(true, "blue")]
    public void Get_ShowsTheOlderItemUnlessItAsksToBeConsistent(bool isConsistent, string color)
    {
        Put("blue");

        Assert.Equal(color, Got(isConsistent));
    }

    [Fact]
    public void Get_ShowsTheNewItemAfterAWhile()
    {
        Put("blue");
        _world.Seconds(1);

        Assert.Equal("blue", Got(isConsistent: false));
    }

    [Fact]
    public void Get_OfSeveralWritesShowsWhatWasThereBeforeAllOfThem()
    {
        Put("blue");
        Put("green");

        Assert.Equal("red", Got(isConsistent: false));
    }

    [Fact]
    public void Get_ShowsADeletedItemAndNotYetANewOne()
    {
        _world.Call("dynamodb", "DeleteItem", $$"""{"TableName":"t",{{Key}} }""");
        Put("blue", key: "b");

        Assert.Equal("red", Got(isConsistent: false));
        Assert.Null(Got(isConsistent: true));
        Assert.Null(Got(isConsistent: false, key: "b"));
    }

    [Theory]
    [InlineData(false, "red")]
    [InlineData(true, "blue")]
    public void QueryAndScan_ShowTheOlderItemUnlessTheyAskToBeConsistent(bool isConsistent, string color)
    {
        Put("blue");
        var consistent = isConsistent ? "true" : "false";

        var found = _world.Call(
            "dynamodb",
            "Query",
            $$"""
            {"TableName":"t","ConsistentRead":{{consistent}},"KeyConditionExpression":"pk = :k",
             "ExpressionAttributeValues":{":k":{"S":"a"} } }
            """
        );
        var scanned = _world.Call("dynamodb", "Scan", $$"""{"TableName":"t","ConsistentRead":{{consistent}}}""");

        Assert.Equal(color, (string?)Assert.Single(found["Items"]!.AsArray())!["color"]!["S"]);
        Assert.Equal(color, (string?)Assert.Single(scanned["Items"]!.AsArray())!["color"]!["S"]);
    }

    [Fact]
    public void Query_OfAnIndexFindsTheItemUnderItsOlderKey()
    {
        Put("blue");

        Assert.Equal(1, Counted("red"));
        Assert.Equal(0, Counted("blue"));
        _world.Seconds(1);
        Assert.Equal(0, Counted("red"));
        Assert.Equal(1, Counted("blue"));
    }

    [Fact]
    public void Condition_IsHeldAgainstWhatIsThere()
    {
        Put("blue");

        var refused = _world.ErrorOf(
            "dynamodb",
            "DeleteItem",
            $$"""
            {"TableName":"t",{{Key}},"ConditionExpression":"color = :red",
             "ExpressionAttributeValues":{":red":{"S":"red"} } }
            """
        );

        Assert.Equal("ConditionalCheckFailedException", refused);
    }

    private void Put(string color, string key = "a") =>
        _world.Call(
            "dynamodb",
            "PutItem",
            $$"""{"TableName":"t","Item":{"pk":{"S":"{{key}}"},"color":{"S":"{{color}}"} } }"""
        );

    private string? Got(bool isConsistent, string key = "a") =>
        (string?)
            _world
                .Call(
                    "dynamodb",
                    "GetItem",
                    $$"""
                    {"TableName":"t","Key":{"pk":{"S":"{{key}}"} },"ConsistentRead":{{(
                        isConsistent ? "true" : "false"
                    )}}}
                    """
                )["Item"]
                ?["color"]?["S"];

    private int Counted(string color) =>
        (int)
            _world.Call(
                "dynamodb",
                "Query",
                $$"""
                {"TableName":"t","IndexName":"by-color","KeyConditionExpression":"color = :c","Select":"COUNT",
                 "ExpressionAttributeValues":{":c":{"S":"{{color}}"} } }
                """
            )["Count"]!;
}

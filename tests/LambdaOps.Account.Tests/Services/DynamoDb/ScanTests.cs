using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

public sealed class ScanTests
{
    private const int Count = 120;
    private readonly SimulatedWorld _world = new(1, DateTimeOffset.UnixEpoch);

    public ScanTests()
    {
        _world.Services.Add(new DynamoDbService(_world, "r", "1"));
        Create("table", """ "BillingMode":"PAY_PER_REQUEST" """);
        for (var n = 0; n < Count; n++)
        {
            Put("table", $"item-{n}", 500);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Segments_HoldEachItemOnce(int total)
    {
        var segments = Enumerable.Range(0, total).Select(segment => Pages(segment, total, limit: 5)).ToList();

        Assert.Equal(Pages(0, 1, limit: 1000).Order(), segments.SelectMany(keys => keys).Order());
        Assert.All(segments, keys => Assert.InRange(keys.Count, Count / total / 2, Count * 2 / total));
    }

    [Fact]
    public void StartingKey_OfAnotherSegmentIsRefused()
    {
        var first = Call("Scan", ScanOf(0, 2, limit: 1));
        var input = ScanOf(1, 2, limit: 1);
        input["ExclusiveStartKey"] = first["LastEvaluatedKey"]!.DeepClone();

        var fault = Assert.Throws<ServiceFault>(() => Call("Scan", input));
        Assert.EndsWith("TotalSegments: 2 Segment: 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segment_IsBelowTheirNumber() =>
        Assert.Equal(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                + "Segment: 2 is not less than TotalSegments: 2",
            Assert.Throws<ServiceFault>(() => Call("Scan", ScanOf(2, 2, limit: 1))).Message
        );

    [Fact]
    public void Capacity_IsThatOfAllThatWasReadWhateverTheFilterAndProjectionLeave()
    {
        var input = ScanOf(0, 1, limit: 50);
        input["FilterExpression"] = "attribute_not_exists(note)";
        input["ProjectionExpression"] = "id";
        var page = Call("Scan", input);

        Assert.Equal(0, page.Int("Count"));
        Assert.Equal(50, page.Int("ScannedCount"));
        Assert.Equal(3.5, (double)page["ConsumedCapacity"]!["CapacityUnits"]!);
        input["ConsistentRead"] = true;
        Assert.Equal(7, (double)Call("Scan", input)["ConsumedCapacity"]!["CapacityUnits"]!);
    }

    [Fact]
    public void Page_EndsAtOneMegabyte()
    {
        Create("large", """ "BillingMode":"PAY_PER_REQUEST" """);
        for (var n = 0; n < 12; n++)
        {
            Put("large", $"item-{n}", 100 * 1024);
        }

        var page = Call("Scan", """{"TableName":"large","ReturnConsumedCapacity":"TOTAL"}""");
        Assert.Equal(11, page.Int("Count"));
        Assert.NotNull(page["LastEvaluatedKey"]);
        Assert.InRange((double)page["ConsumedCapacity"]!["CapacityUnits"]!, 137, 138.5);
    }

    [Fact]
    public void ProvisionedTable_ThrottlesWhatComesAfterTheKeptCapacityIsUsed()
    {
        Create("small", """ "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1} """);
        for (var n = 0; n < 299; n++)
        {
            Put("small", $"item-{n}", 10);
        }

        Put("small", "large", 10 * 1024);
        Assert.Equal("ProvisionedThroughputExceededException", Refused(() => Put("small", "more", 10)));
        Pass(9);
        Assert.Equal("ProvisionedThroughputExceededException", Refused(() => Put("small", "more", 10)));
        Pass(2);
        Put("small", "more", 10);
        Assert.Single(Call("Scan", """{"TableName":"small","Limit":1}""")["Items"]!.AsArray());
    }

    [Fact]
    public void Batch_SendsBackWhatTheTableDoesNotTakeIn()
    {
        Create("small", """ "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1} """);
        for (var n = 0; n < 290; n++)
        {
            Put("small", $"item-{n}", 10);
        }

        var requests = Enumerable
            .Range(0, 25)
            .Select(n =>
                JsonNode.Parse(
                    """{"DeleteRequest":{"Key":{"id":{"S":"?"}}}}""".Replace("?", $"item-{n}", StringComparison.Ordinal)
                )
            );
        var batch = new JsonObject { ["RequestItems"] = new JsonObject { ["small"] = new JsonArray([.. requests]) } };
        var left = Call("BatchWriteItem", batch)["UnprocessedItems"]!["small"]!.AsArray();

        Assert.Equal(15, left.Count);
        Assert.Equal(290 - 10, Call("DescribeTable", """{"TableName":"small"}""")["Table"]!.Int("ItemCount"));
        Assert.Equal("ProvisionedThroughputExceededException", Refused(() => Call("BatchWriteItem", batch)));
    }

    [Fact]
    public void Delete_ThatItsConditionStopsTakesCapacityAllTheSame()
    {
        Create("small", """ "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1} """);
        Put("small", "item", 200 * 1024);
        const string Delete = """
            {"TableName":"small","Key":{"id":{"S":"item"}},"ConditionExpression":"note = :other",
             "ExpressionAttributeValues":{":other":{"S":"x"}}}
            """;

        Assert.Equal("ConditionalCheckFailedException", Refused(() => Call("DeleteItem", Delete)));
        Assert.Equal("ProvisionedThroughputExceededException", Refused(() => Call("DeleteItem", Delete)));
    }

    private static string Refused(Action call) => Assert.Throws<ServiceFault>(call).Code;

    private void Pass(int seconds) => _world.Pass(TimeSpan.FromSeconds(seconds));

    private List<string> Pages(int segment, int total, int limit)
    {
        var keys = new List<string>();
        var input = ScanOf(segment, total, limit);
        JsonNode? from;
        do
        {
            var page = Call("Scan", input);
            keys.AddRange(page["Items"]!.AsArray().Select(item => item!["id"]!.Text("S")));
            from = page["LastEvaluatedKey"];
            input["ExclusiveStartKey"] = from?.DeepClone();
        } while (from is not null);
        return keys;
    }

    private static JsonObject ScanOf(int segment, int total, int limit) =>
        new()
        {
            ["TableName"] = "table",
            ["Segment"] = segment,
            ["TotalSegments"] = total,
            ["Limit"] = limit,
            ["ReturnConsumedCapacity"] = "TOTAL",
        };

    private void Create(string name, string capacity) =>
        Call(
            "CreateTable",
            $$"""
            {"TableName":"{{name}}",{{capacity}},"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
             "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}
            """
        );

    private void Put(string table, string id, int bytes) =>
        Call(
            "PutItem",
            new JsonObject
            {
                ["TableName"] = table,
                ["Item"] = new JsonObject
                {
                    ["id"] = new JsonObject { ["S"] = id },
                    ["note"] = new JsonObject { ["S"] = new string('.', bytes) },
                },
            }
        );

    private JsonObject Call(string operation, JsonObject input) => Call(operation, input.ToJsonString());

    private JsonObject Call(string operation, string input) => _world.Call("dynamodb", operation, input);
}

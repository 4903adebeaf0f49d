using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

public sealed class ReadTests
{
    private readonly DynamoDbService _dynamo = new(new SimulatedWorld(1, DateTimeOffset.UnixEpoch), "r", "1");

    public ReadTests()
    {
        Call(
            "CreateTable",
            """
            {"TableName":"table","BillingMode":"PAY_PER_REQUEST",
             "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
             "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
               {"AttributeName":"phase","AttributeType":"S"}],
             "GlobalSecondaryIndexes":[{"IndexName":"byPhase","Projection":{"ProjectionType":"KEYS_ONLY"},
               "KeySchema":[{"AttributeName":"phase","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}]}
            """
        );
        foreach (var n in (int[])[10, 9, 2, 1, 3])
        {
            var item = new JsonObject
            {
                ["pk"] = new JsonObject { ["S"] = "p" },
                ["sk"] = new JsonObject { ["N"] = n.ToString(CultureInfo.InvariantCulture) },
                ["odd"] = new JsonObject { ["BOOL"] = n % 2 == 1 },
            };
            if (n < 5)
            {
                item["phase"] = new JsonObject { ["S"] = "open" };
            }

            Call("PutItem", new JsonObject { ["TableName"] = "table", ["Item"] = item }.ToJsonString());
        }
    }

    [Theory]
    [InlineData("pk = :p", true, "1 2 3 9 10")]
    [InlineData("pk = :p", false, "10 9 3 2 1")]
    [InlineData("pk = :p AND sk > :two", true, "3 9 10")]
    [InlineData("pk = :p AND :two >= sk", true, "1 2")]
    [InlineData("pk = :p AND sk BETWEEN :two AND :nine", true, "2 3 9")]
    public void Query_OrdersByTheRangeKey(string condition, bool isForward, string expected)
    {
        Assert.Equal(expected, Keys(Call("Query", QueryOf(condition, isForward).ToJsonString())));
    }

    [Fact]
    public void Query_PagesWithLimitBeforeTheFilter()
    {
        var query = QueryOf("pk = :p", true);
        query["Limit"] = 2;
        query["FilterExpression"] = "odd = :true";
        query["ExpressionAttributeValues"]![":true"] = new JsonObject { ["BOOL"] = true };
        var pages = new List<string>();
        JsonNode? from;
        do
        {
            var page = Call("Query", query.ToJsonString());
            pages.Add($"{Keys(page)} of {page["ScannedCount"]}");
            from = page["LastEvaluatedKey"];
            query["ExclusiveStartKey"] = from?.DeepClone();
        } while (from is not null);
        Assert.Equal(["1 of 2", "3 9 of 2", " of 1"], pages);
    }

    [Fact]
    public void Index_HoldsOnlyItemsWithItsKeys()
    {
        var found = Call(
            "Query",
            """
            {"TableName":"table","IndexName":"byPhase","KeyConditionExpression":"phase = :o",
             "ExpressionAttributeValues":{":o":{"S":"open"}}}
            """
        );
        Assert.Equal("1 2 3", Keys(found));
        Assert.Equal(["phase", "pk", "sk"], found["Items"]![0]!.AsObject().Select(x => x.Key));
    }

    [Theory]
    [InlineData("sk = :two", "Query condition missed key schema element: pk")]
    [InlineData("pk = :p AND odd = :two", "Query condition missed key schema element: sk")]
    [InlineData(
        "pk = :p OR sk = :two",
        "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR"
    )]
    [InlineData("pk > :p", "Query key condition not supported")]
    [InlineData(
        "pk = :two",
        "One or more parameter values were invalid: Condition parameter type does not match " + "schema type"
    )]
    public void WrongKeyCondition_IsToldInAwsWords(string condition, string message)
    {
        var fault = Assert.Throws<ServiceFault>(() => Call("Query", QueryOf(condition, true).ToJsonString()));
        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void Transaction_HappensOnceForOneToken()
    {
        const string Transaction = """
            {"ClientRequestToken":"t","TransactItems":[{"Update":{"TableName":"table","Key":{"pk":{"S":"p"},"sk":{"N":"1"}},
             "UpdateExpression":"ADD hits :two","ExpressionAttributeValues":{":two":{"N":"2"}}}}]}
            """;
        Call("TransactWriteItems", Transaction);
        Call("TransactWriteItems", Transaction);
        var got = Call(
            "GetItem",
            """{"TableName":"table","Key":{"pk":{"S":"p"},"sk":{"N":"1.0"}},"ProjectionExpression":"hits"}"""
        );
        Assert.Equal("""{"hits":{"N":"2"}}""", got["Item"]!.ToJsonString());
    }

    [Fact]
    public void Item_MayHave400KilobytesAndNotMore()
    {
        var rest = 400 * 1024 - "pk".Length - 1 - "sk".Length - 2 - "x".Length;
        Call("PutItem", ItemWith(rest));
        Assert.Equal(
            "Item size has exceeded the maximum allowed size",
            Assert.Throws<ServiceFault>(() => Call("PutItem", ItemWith(rest + 1))).Message
        );

        static string ItemWith(int bytes) =>
            """{"TableName":"table","Item":{"pk":{"S":"p"},"sk":{"N":"7"},"x":{"S":"???"}}}""".Replace(
                "???",
                new string('x', bytes),
                StringComparison.Ordinal
            );
    }

    private static JsonObject QueryOf(string condition, bool isForward)
    {
        var values = new JsonObject();
        (string, string)[] known = [(":p", """{"S":"p"}"""), (":two", """{"N":"2"}"""), (":nine", """{"N":"9"}""")];
        foreach (var (name, value) in known)
        {
            if (condition.Contains(name, StringComparison.Ordinal))
            {
                values[name] = JsonNode.Parse(value);
            }
        }

        return new JsonObject
        {
            ["TableName"] = "table",
            ["KeyConditionExpression"] = condition,
            ["ScanIndexForward"] = isForward,
            ["ExpressionAttributeValues"] = values,
        };
    }

    private static string Keys(JsonObject page) =>
        string.Join(' ', page["Items"]!.AsArray().Select(i => (string)i!["sk"]!["N"]!));

    private JsonObject Call(string operation, string input) =>
        _dynamo.Handle(
            new ServiceCall("dynamodb", operation, JsonNode.Parse(input)!.AsObject(), DateTimeOffset.UnixEpoch, "test")
        );
}

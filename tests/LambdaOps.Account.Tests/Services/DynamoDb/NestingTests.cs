using LambdaOps.Account.Services;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

/// <summary>32 levels, of which the value at the bottom is one: 31 maps around it.</summary>
public sealed class NestingTests
{
    private readonly SimulatedWorld _world = Worlds.New();

    public NestingTests()
    {
        var tables = new DynamoDbService(_world, "eu-west-1", "111122223333");
        tables.CreateTable("t", "pk");
        _world.Services.Add(tables);
    }

    [Theory]
    [InlineData(31, "M")]
    [InlineData(31, "L")]
    public void Item_MayHave32Levels(int around, string kind)
    {
        _world.Call("dynamodb", "PutItem", Put(around, kind));
        var got = _world.Call("dynamodb", "GetItem", """{"TableName":"t","Key":{"pk":{"S":"a"}}}""");
        Assert.Equal(around, got["Item"]!["v"]!.ToJsonString().Split($"\"{kind}\"").Length - 1);
    }

    [Theory]
    [InlineData(32, "M")]
    [InlineData(32, "L")]
    [InlineData(300, "M")]
    public void Item_WithMoreIsRefused(int around, string kind)
    {
        var refused = Assert.Throws<ServiceFault>(() => _world.Call("dynamodb", "PutItem", Put(around, kind)));
        Assert.Equal("ValidationException", refused.Code);
        Assert.Equal(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
            refused.Message
        );
    }

    [Fact]
    public void Update_CannotMakeAnItemDeeper()
    {
        _world.Call("dynamodb", "PutItem", Put(1, "M"));
        static string Update(int around) =>
            """{"TableName":"t","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET v.k = :v","""
            + """ "ExpressionAttributeValues":{":v":"""
            + Nested(around, "M")
            + "}}";
        Assert.Equal("ValidationException", _world.ErrorOf("dynamodb", "UpdateItem", Update(31)));
        _world.Call("dynamodb", "UpdateItem", Update(30));
    }

    private static string Put(int around, string kind) =>
        """{"TableName":"t","Item":{"pk":{"S":"a"},"v":""" + Nested(around, kind) + "}}";

    private static string Nested(int around, string kind)
    {
        var (open, close) = kind == "M" ? ("""{"M":{"k":""", "}}") : ("""{"L":[""", "]}");
        var (before, after) = (Enumerable.Repeat(open, around), Enumerable.Repeat(close, around));
        return string.Concat(before) + """{"S":"bottom"}""" + string.Concat(after);
    }
}

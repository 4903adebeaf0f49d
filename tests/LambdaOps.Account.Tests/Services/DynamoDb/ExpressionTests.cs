using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.DynamoDb;

/// <summary>
/// The expression engine as a table: what holds, what an update makes, what is an error and in which words.
/// </summary>
public sealed class ExpressionTests
{
    private const string Item = """
        {"pk":{"S":"1"},"num":{"N":"5"},"txt":{"S":"abc"},"tags":{"SS":["x","y"]},"nums":{"NS":["1","2"]},
         "flag":{"BOOL":true},"nil":{"NULL":true},"lst":{"L":[{"N":"1"},{"S":"two"},{"M":{"k":{"S":"v"}}}]},
         "doc":{"M":{"a":{"N":"1"},"status":{"S":"open"}}},"bin":{"B":"AQID"}}
        """;

    private const string Values = """
        {":5":{"N":"5.0"},":4":{"N":"4"},":6":{"N":"6"},":abc":{"S":"abc"},":ab":{"S":"ab"},":b":{"S":"b"},":x":{"S":"x"},
         ":one":{"N":"1"},":true":{"BOOL":true},":S":{"S":"S"},":bad":{"S":"Z"},":set":{"SS":["y","z"]},":nums":{"NS":["2","3"]},
         ":list":{"L":[{"S":"end"}]},":neg":{"N":"-7.25"},":two":{"S":"two"},":null":{"NULL":true},":empty":{"L":[]}}
        """;

    private readonly DynamoDbService _dynamo;

    public ExpressionTests()
    {
        var world = new SimulatedWorld(1, DateTimeOffset.UnixEpoch);
        _dynamo = new DynamoDbService(world, "r", "1");
        _dynamo.CreateTable("table", "pk");
        Call("PutItem", Input(("Item", Item)));
    }

    [Theory]
    [InlineData("num = :5", true)]
    [InlineData("num <> :5", false)]
    [InlineData("num < :6 AND num > :4", true)]
    [InlineData("num >= :5 and num <= :5", true)]
    [InlineData("num < :abc", false)]
    [InlineData("absent <> :5", true)]
    [InlineData("absent = :5", false)]
    [InlineData("absent < :5", false)]
    [InlineData("NOT absent < :5", true)]
    [InlineData(":5 = num", true)]
    [InlineData("num BETWEEN :4 AND :6", true)]
    [InlineData("num BETWEEN :4 AND :6 AND txt = :ab", false)]
    [InlineData("num IN (:4, :5)", true)]
    [InlineData("num IN (:4)", false)]
    [InlineData("txt = :ab OR num = :5 AND txt = :abc", true)]
    [InlineData("(txt = :ab OR num = :5) AND txt = :ab", false)]
    [InlineData("NOT txt = :ab AND num = :5", true)]
    [InlineData("NOT (txt = :abc AND num = :5)", false)]
    [InlineData("attribute_exists(txt)", true)]
    [InlineData("attribute_exists(doc.a)", true)]
    [InlineData("attribute_exists(lst[2].k)", true)]
    [InlineData("attribute_exists(lst[3])", false)]
    [InlineData("attribute_not_exists(absent.deeper)", true)]
    [InlineData("attribute_not_exists(nil)", false)]
    [InlineData("attribute_type(txt, :S)", true)]
    [InlineData("attribute_type(num, :S)", false)]
    [InlineData("begins_with(txt, :ab)", true)]
    [InlineData("begins_with(txt, :b)", false)]
    [InlineData("begins_with(num, :b)", false)]
    [InlineData("contains(txt, :b)", true)]
    [InlineData("contains(tags, :x)", true)]
    [InlineData("contains(nums, :one)", true)]
    [InlineData("contains(lst, :two)", true)]
    [InlineData("contains(lst, :b)", false)]
    [InlineData("size(txt) < :4", true)]
    [InlineData("size(lst) < :4 AND size(doc) > :one AND size(tags) > :one", true)]
    [InlineData("size(num) > :one", false)]
    [InlineData("flag = :true", true)]
    [InlineData("nil = :null", true)]
    [InlineData("lst[0] = :one", true)]
    [InlineData("doc.a = :one", true)]
    [InlineData("doc.#s = :5", false)]
    public void Condition_Judges(string expression, bool holds)
    {
        var fault = Record.Exception(() => Call("PutItem", Input(("Item", """{"pk":{"S":"1"}}"""), ("?", expression))));
        Assert.Equal(holds ? null : "ConditionalCheckFailedException", (fault as ServiceFault)?.Code);
        Assert.True(fault is null or ServiceFault, fault?.ToString());
    }

    [Theory]
    [InlineData("SET num = num + :one", "num", """{"N":"6"}""")]
    [InlineData("SET num = num - :neg", "num", """{"N":"12.25"}""")]
    [InlineData("SET fresh = if_not_exists(fresh, :one)", "fresh", """{"N":"1"}""")]
    [InlineData("SET num = if_not_exists(num, :4) + :one", "num", """{"N":"6"}""")]
    [InlineData(
        "SET lst = list_append(lst, :list)",
        "lst",
        """{"L":[{"N":"1"},{"S":"two"},{"M":{"k":{"S":"v"}}},{"S":"end"}]}"""
    )]
    [InlineData("SET fresh = list_append(if_not_exists(fresh, :empty), :list)", "fresh", """{"L":[{"S":"end"}]}""")]
    [InlineData(
        "SET doc.deeper = :list",
        "doc",
        """{"M":{"a":{"N":"1"},"deeper":{"L":[{"S":"end"}]},"status":{"S":"open"}}}"""
    )]
    [InlineData("SET lst[1] = :one", "lst", """{"L":[{"N":"1"},{"N":"1"},{"M":{"k":{"S":"v"}}}]}""")]
    [InlineData("SET lst[9] = :one", "lst", """{"L":[{"N":"1"},{"S":"two"},{"M":{"k":{"S":"v"}}},{"N":"1"}]}""")]
    [InlineData("SET txt = num, num = :one", "txt", """{"N":"5"}""")]
    [InlineData("REMOVE lst[0], lst[1]", "lst", """{"L":[{"M":{"k":{"S":"v"}}}]}""")]
    [InlineData("REMOVE doc.#s", "doc", """{"M":{"a":{"N":"1"}}}""")]
    [InlineData("REMOVE txt, absent", "txt", null)]
    [InlineData("ADD num :neg", "num", """{"N":"-2.25"}""")]
    [InlineData("ADD fresh :one", "fresh", """{"N":"1"}""")]
    [InlineData("ADD tags :set", "tags", """{"SS":["x","y","z"]}""")]
    [InlineData("DELETE tags :set", "tags", """{"SS":["x"]}""")]
    [InlineData("DELETE nums :nums", "nums", """{"NS":["1"]}""")]
    [InlineData("set num = :one remove txt add fresh :one delete tags :set", "num", """{"N":"1"}""")]
    public void Update_Makes(string expression, string attribute, string? expected)
    {
        var answer = Call(
            "UpdateItem",
            Input(("Key", """{"pk":{"S":"1"}}"""), ("!", expression), ("ReturnValues", "\"ALL_NEW\""))
        );
        Assert.Equal(expected, answer["Attributes"]![attribute]?.ToJsonString());
    }

    [Theory]
    [InlineData(
        "?",
        "status = :5",
        "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved " + "keyword: status"
    )]
    [InlineData(
        "?",
        "doc.Ttl = :5",
        "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved " + "keyword: Ttl"
    )]
    [InlineData(
        "!",
        "SET owner = :5",
        "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved " + "keyword: owner"
    )]
    [InlineData(
        "?",
        "a = :undefined",
        "Invalid ConditionExpression: An expression attribute value used in "
            + "expression is not "
            + "defined; attribute value: :undefined"
    )]
    [InlineData(
        "?",
        "#no = :5",
        "Invalid ConditionExpression: An expression attribute name used in the document "
            + "path is not "
            + "defined; attribute name: #no"
    )]
    [InlineData("?", "a = = :5", "Invalid ConditionExpression: Syntax error; token: \"=\", near: \"a = = :5\"")]
    [InlineData("?", "a = :5 AND", "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"a = :5 AND\"")]
    [InlineData("?", "a = :5 :4", "Invalid ConditionExpression: Syntax error; token: \":4\", near: \"a = :5 :4\"")]
    [InlineData("?", "a ! :5", "Invalid ConditionExpression: Syntax error; token: \"!\", near: \"a ! :5\"")]
    [InlineData("?", "", "Invalid ConditionExpression: The expression can not be empty;")]
    [InlineData("?", "((a = :5))", "Invalid ConditionExpression: The expression has redundant parentheses;")]
    [InlineData(
        "?",
        "a = a",
        "Invalid ConditionExpression: The first operand must be distinct from the remaining "
            + "operands for "
            + "this operator or function; operator: =, first operand: [a]"
    )]
    [InlineData("?", "exists(a)", "Invalid ConditionExpression: Invalid function name; function: exists")]
    [InlineData(
        "?",
        "begins_with(a)",
        "Invalid ConditionExpression: Incorrect number of operands for operator or "
            + "function; "
            + "operator or function: begins_with, number of operands: 1"
    )]
    [InlineData(
        "?",
        "begins_with(a, :5)",
        "Invalid ConditionExpression: Incorrect operand type for operator or "
            + "function; "
            + "operator or function: begins_with, operand type: N"
    )]
    [InlineData(
        "?",
        "a < :true",
        "Invalid ConditionExpression: Incorrect operand type for operator or function; "
            + "operator or function: <, operand type: BOOL"
    )]
    [InlineData(
        "?",
        "attribute_exists(:5)",
        "Invalid ConditionExpression: Operator or function requires a document "
            + "path; "
            + "operator or function: attribute_exists"
    )]
    [InlineData(
        "!",
        "SET a = :5 SET b = :5",
        "Invalid UpdateExpression: The \"SET\" section can only be used once " + "in an update " + "expression;"
    )]
    [InlineData(
        "!",
        "SET doc.a = :5, doc = :4",
        "Invalid UpdateExpression: Two document paths overlap with each "
            + "other; must "
            + "remove or rewrite one of these paths; path one: [doc, a], path two: [doc]"
    )]
    [InlineData(
        "!",
        "ADD txt :abc",
        "Invalid UpdateExpression: Incorrect operand type for operator or function; "
            + "operator: ADD, "
            + "operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"
    )]
    [InlineData("!", "ADD txt :one", "An operand in the update expression has an incorrect data type")]
    [InlineData(
        "!",
        "SET a = absent",
        "The provided expression refers to an attribute that does not exist in the " + "item"
    )]
    [InlineData(
        "!",
        "SET absent.deeper = :5",
        "The document path provided in the update expression is invalid for " + "update"
    )]
    [InlineData(
        "!",
        "SET pk = :abc",
        "One or more parameter values were invalid: Cannot update attribute pk. This "
            + "attribute is "
            + "part of the key"
    )]
    [InlineData("!", "num = :5", "Invalid UpdateExpression: Syntax error; token: \"num\", near: \"num = :5\"")]
    public void WrongExpression_IsToldInAwsWords(string kind, string expression, string message)
    {
        var operation = kind == "!" ? "UpdateItem" : "DeleteItem";
        var input = Input(("Key", """{"pk":{"S":"1"}}"""), (kind, expression));
        var fault = Assert.Throws<ServiceFault>(() => Call(operation, input));
        Assert.Equal(("ValidationException", message), (fault.Code, fault.Message));
    }

    [Fact]
    public void UnusedPlaceholder_IsAnError()
    {
        var input = Input(("Key", """{"pk":{"S":"1"}}"""), ("?", "num = :5"));
        input["ExpressionAttributeValues"]![":unused"] = new JsonObject { ["N"] = "1" };
        var fault = Assert.Throws<ServiceFault>(() => Call("DeleteItem", input));
        Assert.Equal(
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}",
            fault.Message
        );
    }

    [Fact]
    public void EmptyKey_IsAnError()
    {
        var fault = Assert.Throws<ServiceFault>(() => Call("PutItem", Input(("Item", """{"pk":{"S":""}}"""))));
        Assert.StartsWith(
            "One or more parameter values are not valid. The AttributeValue for a key",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("1.500", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("-0.0", "0")]
    [InlineData(".5", "0.5")]
    [InlineData("00012", "12")]
    [InlineData("1E-7", "0.0000001")]
    [InlineData("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    public void Number_IsNormalised(string given, string kept) =>
        Assert.Equal(kept, DynamoNumber.Parse(given).ToString());

    [Theory]
    [InlineData("abc", "The parameter cannot be converted to a numeric value: abc")]
    [InlineData("", "The parameter cannot be converted to a numeric value")]
    [InlineData(
        "123456789012345678901234567890123456789",
        "Attempting to store more than 38 significant digits in a " + "Number"
    )]
    [InlineData("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    public void Number_OutOfRangeIsAnError(string given, string message) =>
        Assert.Equal(message, Assert.Throws<ServiceFault>(() => DynamoNumber.Parse(given)).Message);

    /// <summary>"?" and "!" are the condition and the update; only the placeholders that they use are sent.</summary>
    private static JsonObject Input(params (string Name, string Json)[] members)
    {
        var input = new JsonObject { ["TableName"] = "table" };
        var text = "";
        foreach (var (name, json) in members)
        {
            text += name is "?" or "!" ? json : "";
            input[
                name switch
                {
                    "?" => "ConditionExpression",
                    "!" => "UpdateExpression",
                    _ => name,
                }
            ] = name is "?" or "!" ? json : JsonNode.Parse(json);
        }

        var used = System.Text.RegularExpressions.Regex.Matches(text, @":\w+").Select(m => m.Value).ToHashSet();
        var values = JsonNode
            .Parse(Values)!
            .AsObject()
            .Where(v => used.Contains(v.Key))
            .Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone()))
            .ToList();
        if (values.Count > 0)
        {
            input["ExpressionAttributeValues"] = new JsonObject(values);
        }

        if (text.Contains("#s", StringComparison.Ordinal))
        {
            input["ExpressionAttributeNames"] = new JsonObject { ["#s"] = "status" };
        }

        return input;
    }

    private JsonObject Call(string operation, JsonObject input) =>
        _dynamo.Handle(new ServiceCall("dynamodb", operation, input, DateTimeOffset.UnixEpoch, "test"));
}

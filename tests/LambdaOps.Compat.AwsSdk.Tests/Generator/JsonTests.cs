using System.Text.Json.Nodes;
using Json = LambdaOps.Compat.SourceGenerator.Model.Json;

namespace LambdaOps.Compat.AwsSdk.Tests.Generator;

public sealed class JsonTests
{
    public static TheoryData<string> Models =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Models"))
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Json_ReadsAModelAsTheFrameworkDoes(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", file));

        AssertSame(JsonNode.Parse(text), Json.Parse(text));
    }

    [Theory]
    [InlineData("""{"a":"\"\\\/\b\f\n\r\té∞","b":[],"c":{},"d":[true,false,null,-1.5e3],"":" "}""")]
    [InlineData("  [ 1 , { \"a\" : 2 } ]\n")]
    public void Json_ReadsEveryKindOfValue(string text) => AssertSame(JsonNode.Parse(text), Json.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1 2]")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12")]
    [InlineData("nul")]
    [InlineData("1.2.3")]
    public void Json_RefusesWhatIsNone(string text) => Assert.Throws<FormatException>(() => Json.Parse(text));

    private static void AssertSame(JsonNode? expected, Json? actual)
    {
        Assert.NotNull(actual);
        switch (expected)
        {
            case JsonObject members:
                Assert.Equal(members.Select(member => member.Key), actual.Members.Select(member => member.Key));
                Assert.All(members, member => AssertSame(member.Value, actual[member.Key]));
                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual.Items.Count);
                Assert.All(items, (item, index) => AssertSame(item, actual.Items[index]));
                break;
            case JsonValue text when text.TryGetValue<string>(out var value):
                Assert.Equal(value, actual.Text);
                break;
            default:
                Assert.Null(actual.Text);
                Assert.Equal(expected?.ToJsonString() == "true", actual.IsTrue);
                break;
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Logs;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.Logs;

public sealed class LogsFaceTests
{
    private const string Query =
        "stats avg(duration) as avg_ms, count(*) as requests by api_endpoint " + "| sort avg_ms desc | limit 2";

    private readonly SimulatedWorld _world = Worlds.New(plan: Logged.Plan);

    [Fact]
    public void Query_IsAnsweredSlowestEndpointFirst()
    {
        var answer = Results(Start());

        Assert.Equal("Complete", answer.Text("status"));
        var rows = answer["results"]!.AsArray();
        Assert.Equal(2, rows.Count);
        Assert.Equal(["api_endpoint", "avg_ms", "requests"], rows[0]!.AsArray().Select(field => field!.Text("field")));
        Assert.Equal("/api/search", rows[0]![0]!.Text("value"));
        Assert.InRange(double.Parse(rows[0]![1]!.Text("value"), CultureInfo.InvariantCulture), 100, 400);
        Assert.InRange(int.Parse(rows[0]![2]!.Text("value"), CultureInfo.InvariantCulture), 2600, 3400);
    }

    [Fact]
    public void Queries_HaveIdsOfTheirOwn() => Assert.NotEqual(Start(), Start());

    [Theory]
    [InlineData("\"logGroupNames\":[\"/aws/ecs/main\"]")]
    [InlineData("\"logGroupIdentifiers\":[\"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/ecs/main\"]")]
    [InlineData("\"logGroupIdentifiers\":[\"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/ecs/main:*\"]")]
    public void Group_CanBeNamedInSeveralWays(string group) =>
        Assert.Equal(2, Results(Start(group))["results"]!.AsArray().Count);

    [Theory]
    [InlineData(Query, "ResourceNotFoundException", "\"logGroupName\":\"/aws/ecs/other\"")]
    [InlineData(Query, "ResourceNotFoundException", "\"logGroupNames\":[\"/aws/ecs/main\",\"/aws/ecs/other\"]")]
    [InlineData(
        Query,
        "InvalidParameterException",
        "\"logGroupName\":\"/aws/ecs/main\",\"logGroupNames\":[\"/aws/ecs/main\"]"
    )]
    [InlineData(Query, "InvalidParameterException", "\"limit\":5")]
    [InlineData(Query, "InvalidParameterException", "\"logGroupName\":\"/aws/ecs/main\",\"queryLanguage\":\"SQL\"")]
    [InlineData(Query, "InvalidParameterException", null, 1772413200000)]
    [InlineData(Query, "InvalidParameterException", null, 1)]
    public void Errors_AreTheModels(string query, string code, string? group = null, long end = 1772413200) =>
        Assert.Equal(code, _world.ErrorOf("logs", "StartQuery", Input(query, group, end)));

    [Fact]
    public void Results_NeedAQuery() =>
        Assert.Equal("ResourceNotFoundException", _world.ErrorOf("logs", "GetQueryResults", """{"queryId":"0"}"""));

    private string Start(string? group = null) =>
        _world.Call("logs", "StartQuery", Input(Query, group, Worlds.Start.ToUnixTimeSeconds())).Text("queryId");

    private JsonObject Results(string id) =>
        _world.Call("logs", "GetQueryResults", new JsonObject { ["queryId"] = id }.ToJsonString());

    private static string Input(string query, string? group, long end) =>
        $$"""
            { {{group ?? "\"logGroupName\":\"/aws/ecs/main\""}}, "startTime": {{Worlds.Start.ToUnixTimeSeconds()
                - 600}},
            "endTime": {{end}}, "queryString": "{{query}}" }
            """;
}

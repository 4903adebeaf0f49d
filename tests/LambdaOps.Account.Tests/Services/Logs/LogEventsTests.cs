using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Logs;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Logs;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Logs;

/// <summary>FilterLogEvents and its patterns.</summary>
public sealed class LogEventsTests
{
    private const string Table = "shop-orders";

    [Theory]
    [InlineData("", true)]
    [InlineData("refused", true)]
    [InlineData("refused PutItem", true)]
    [InlineData("refused GetItem", false)]
    [InlineData("Refused", false)]
    [InlineData("\"refused PutItem\"", true)]
    [InlineData("\"PutItem refused\"", false)]
    [InlineData("?GetItem ?PutItem", true)]
    [InlineData("?GetItem ?Scan", false)]
    [InlineData("refused -PutItem", false)]
    [InlineData("refused -GetItem", true)]
    [InlineData("%Put[A-Z]tem%", true)]
    [InlineData("{ $.status = 400 }", true)]
    [InlineData("{ $.status > 400 }", false)]
    [InlineData("{ $.level = \"warn\" && $.status >= 400 }", true)]
    [InlineData("{ $.level = w* }", true)]
    [InlineData("{ ($.level = error) || ($.status != 200) }", true)]
    [InlineData("{ $.nobody NOT EXISTS }", true)]
    [InlineData("{ $.error.code = 7 }", true)]
    public void Pattern_Matches(string pattern, bool matches)
    {
        var logged = new TextLine(
            DateTimeOffset.UnixEpoch,
            "s",
            """{"level":"warn","message":"refused PutItem","status":400,"error":{"code":7}}"""
        );
        Assert.Equal(matches, FilterPattern.Parse(pattern).Matches(logged));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("\"no end")]
    [InlineData("%(%")]
    [InlineData("[ip, user, ...]")]
    [InlineData("{ $.status }")]
    [InlineData("{ $.status = 1")]
    [InlineData("{ status = 1 }")]
    [InlineData("{ $.status < high }")]
    [InlineData("{ $.a = 1 } x")]
    [InlineData("{}")]
    public void Pattern_ThatIsNotUnderstoodIsRefused(string pattern) =>
        Assert.Equal("InvalidParameterException", Assert.Throws<ServiceFault>(() => FilterPattern.Parse(pattern)).Code);

    [Fact]
    public void Events_OfAThrottledTableSayDynamoDb()
    {
        var world = New();
        Assert.Empty(Filter(world, "DynamoDB")["events"]!.AsArray());
        world.Tables[Table].Throttle(120, 1);
        world.Minutes(4);
        var found = Filter(world, "DynamoDB")["events"]!.AsArray();

        Assert.NotEmpty(found);
        Assert.All(
            found,
            e => Assert.Contains("ProvisionedThroughputExceededException", e!.Text("message"), StringComparison.Ordinal)
        );
        Assert.Equal(found.Count, found.Select(e => e!.Text("eventId")).Distinct().Count());
    }

    [Fact]
    public void Events_ComeInPagesInOrderOfTime()
    {
        var world = New();
        var times = new List<long>();
        string? token = null;
        do
        {
            var page = Filter(world, "request", limit: 1000, token);
            times.AddRange(page["events"]!.AsArray().Select(e => e!["timestamp"]!.GetValue<long>()));
            token = (string?)page["nextToken"];
        } while (token is not null);

        Assert.Equal(times.Order(), times);
        Assert.Equal(
            world.Logs.Read(Logged.Group, Worlds.Start.AddMinutes(-15), Worlds.Start.AddHours(1)).Count(),
            times.Count
        );
    }

    [Theory]
    [InlineData("""{"logGroupName":"/aws/ecs/other"}""", "ResourceNotFoundException")]
    [InlineData("{}", "InvalidParameterException")]
    [InlineData("""{"logGroupName":"/aws/ecs/main","startTime":2,"endTime":1}""", "InvalidParameterException")]
    [InlineData("""{"logGroupName":"/aws/ecs/main","endTime":9223372036854775807}""", "InvalidParameterException")]
    [InlineData("""{"logGroupName":"/aws/ecs/main","nextToken":"x"}""", "InvalidParameterException")]
    public void Errors_AreTheModels(string input, string code) =>
        Assert.Equal(code, New().ErrorOf("logs", "FilterLogEvents", input));

    private static SimulatedWorld New() =>
        Worlds.New(
            plan: Logged.Plan with
            {
                Services = [Logged.Plan.Services[0] with { Tables = [Table] }],
                Tables = [new TablePlan(Table)],
            }
        );

    private static JsonObject Filter(SimulatedWorld world, string pattern, int limit = 10_000, string? token = null)
    {
        var input = new JsonObject
        {
            ["logGroupName"] = Logged.Group,
            ["filterPattern"] = pattern,
            ["limit"] = limit,
            ["startTime"] = Worlds.Start.AddMinutes(-15).ToUnixTimeMilliseconds(),
        };
        if (token is not null)
        {
            input["nextToken"] = token;
        }

        return world.Call("logs", "FilterLogEvents", input.ToJsonString());
    }
}

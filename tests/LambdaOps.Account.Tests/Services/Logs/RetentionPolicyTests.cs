using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Logs;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Logs;

/// <summary>How long log groups keep their events, as CloudWatch Logs tells and heeds it.</summary>
public sealed class RetentionPolicyTests
{
    private SimulatedWorld _world = Worlds.New(
        plan: Logged.Plan with
        {
            LogGroups = [new("/kept", 30), new("/KEPT", 7)],
        }
    );

    [Fact]
    public void Group_WithoutRetentionHasNoSuchMember()
    {
        var group = Groups($$"""{"logGroupNamePrefix":"{{Logged.Group}}"}""")[0];
        Assert.Null(group["retentionInDays"]);
        Assert.Equal("STANDARD", group.Text("logGroupClass"));
        Assert.Equal(30, Groups("""{"logGroupNamePrefix":"/kept"}""")[0].Int("retentionInDays"));
    }

    [Fact]
    public void Pattern_IsCaseSensitiveAndTellsNothingOfRetention()
    {
        var group = Assert.Single(Groups("""{"logGroupNamePattern":"kep"}"""));
        Assert.Equal(["logGroupName", "arn", "creationTime"], group.Select(member => member.Key));
    }

    [Fact]
    public void Groups_AreFoundByTheirNamesAndInPages()
    {
        Assert.Equal(["/kept"], Names(Groups("""{"logGroupIdentifiers":["/kept","/none"]}""")));
        var page = _world.Call("logs", "DescribeLogGroups", """{"limit":2}""");
        var rest = Groups($$"""{"nextToken":"{{page.Text("nextToken")}}"}""");
        Assert.Equal(["/KEPT", Logged.Group, "/kept"], [.. Names(Objects(page)), .. Names(rest)]);
        Assert.Equal(
            "InvalidParameterException",
            _world.ErrorOf("logs", "DescribeLogGroups", """{"nextToken":"made up"}""")
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(3653)]
    public void Retention_IsPutAndDeleted(int days)
    {
        Put(days);
        Assert.Equal(days, _world.Logs.Find("/kept")!.RetentionDays);
        _world.Call("logs", "DeleteRetentionPolicy", """{"logGroupName":"/kept"}""");
        Assert.Null(_world.Logs.Find("/kept")!.RetentionDays);
    }

    [Theory]
    [InlineData("/kept", 0, "InvalidParameterException")]
    [InlineData("/kept", 31, "InvalidParameterException")]
    [InlineData("/kept", 366, "InvalidParameterException")]
    [InlineData("/none", 30, "ResourceNotFoundException")]
    public void Retention_IsRefused(string group, int days, string code)
    {
        var input = $$"""{"logGroupName":"{{group}}","retentionInDays":{{days}}}""";
        Assert.Equal(code, _world.ErrorOf("logs", "PutRetentionPolicy", input));
        Assert.Equal(30, _world.Logs.Find("/kept")!.RetentionDays);
    }

    [Fact]
    public void Events_AreDeletedThreeDaysAfterTheyExpire()
    {
        // Without services, so that days are cheap.
        _world = Worlds.New(plan: WorldPlan.Empty with { LogGroups = [new("/kept", 30)] });
        _world.Logs.Add(new Lines("/kept", [.. Enumerable.Range(0, 20).Select(at => Worlds.Start.AddMinutes(at))]));
        Put(1);
        Assert.Equal(19, ReadAfter(TimeSpan.FromDays(4) + TimeSpan.FromMinutes(1)));
        // What the short policy had marked but nobody deleted yet, a longer one keeps; the rest is gone for good.
        Put(30);
        Assert.Equal(19, ReadAfter(TimeSpan.FromDays(4)));
        Put(1);
        Assert.Equal(19, ReadAfter(TimeSpan.FromHours(71)));
        Assert.Equal(0, ReadAfter(TimeSpan.FromHours(2)));
    }

    private int ReadAfter(TimeSpan time)
    {
        _world.Pass(time);
        return _world.Logs.Read("/kept", DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count();
    }

    private void Put(int days) =>
        _world.Call("logs", "PutRetentionPolicy", $$"""{"logGroupName":"/kept","retentionInDays":{{days}}}""");

    private List<JsonObject> Groups(string input) => Objects(_world.Call("logs", "DescribeLogGroups", input));

    private static List<JsonObject> Objects(JsonObject answer) =>
        [.. answer["logGroups"]!.AsArray().Select(one => one!.AsObject())];

    private static IEnumerable<string> Names(List<JsonObject> groups) =>
        groups.Select(group => group.Text("logGroupName"));

    private sealed record Lines(string Group, IReadOnlyList<DateTimeOffset> At) : ILogSource
    {
        public string Stream => "s";

        public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
            At.Where(at => at >= from && at < until).Select(at => new TextLine(at, Stream, "line"));
    }
}

using System.Collections.Immutable;
using LambdaOps.Account.Tests.World.Cdn;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Estates;

namespace LambdaOps.Drills.Tests;

public sealed class SimulationTests
{
    private const string Template = """
        { "AWSTemplateFormatVersion": "2010-09-09", "Resources": { "AlarmTopic": { "Type": "AWS::SNS::Topic" } } }
        """;

    [Fact]
    public async Task Sites_AreInTheirBucketsAndOnTheWire()
    {
        await using var simulation = await StartAsync(plan => plan with { Sites = [Sites.Blog] }, port: 0);

        var page = simulation.S3.Bucket("blog-static").Find("index.html")!;
        Assert.Equal(Sites.Page, page.Body);
        Assert.Equal("r7", page.Metadata["release"]);
        Assert.True(simulation.S3.Bucket("blog-static").IsVersioned);
        var maintenance = simulation.S3.Bucket("emergency").Find("maintenance.html")!;
        Assert.Equal((Sites.Maintenance, "no-store"), (maintenance.Body!, maintenance.Headers["CacheControl"]));
        using var http = new HttpClient();
        var seen = await http.GetByteArrayAsync(new Uri($"{simulation.Wire!.Url}/_sites/www.example.com/"));
        Assert.Equal(Sites.Page, seen);
        Assert.Equal(Sites.Page, simulation.World.Site.Ask("www.example.com", "/")!.Bytes);
    }

    [Fact]
    public async Task Sites_AreTheSameWithoutTheWire()
    {
        await using var simulation = await StartAsync(plan => plan with { Sites = [Sites.Blog] }, port: null);

        simulation.S3.PutMaintenance();
        simulation.World.Cdn["blog"].Invalidate("a", ["/*"], "remedy");
        simulation.World.Pass(TimeSpan.FromSeconds(30));
        Assert.True(simulation.World.Cdn["blog"].Seen[^1].Is(Sites.Maintenance));
    }

    private static Task<Simulation> StartAsync(Func<WorldPlan, WorldPlan> shape, int? port) =>
        Simulation.StartAsync(
            new SimulationOptions(
                3,
                new Estate("test", null, "eu-west-1", "Europe/Berlin", [], []),
                Template,
                ImmutableDictionary<string, string>.Empty
            )
            {
                ShapeWorld = shape,
                Port = port,
                Host = (_, function) => throw new InvalidOperationException($"There is no function {function.Name}."),
            }
        );
}

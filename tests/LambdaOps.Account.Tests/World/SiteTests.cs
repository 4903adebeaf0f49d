using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;

namespace LambdaOps.Account.Tests.World;

public sealed class SiteTests
{
    [Fact]
    public void Health_IsOkWhileTasksServe()
    {
        var answer = Ask(Worlds.New())!;

        Assert.Equal((200, "application/json", false), (answer.Status, answer.ContentType, answer.TimedOut));
        Assert.StartsWith("""{"status":"ok",""", answer.Body);
        Assert.InRange(answer.LatencyMs, 10, 800);
    }

    [Fact]
    public void Health_FailsDuringAShallowHang()
    {
        var world = Worlds.New();
        Worlds.ShopOf(world).HangTasks(Illness.Shallow);
        var answers = Enumerable
            .Range(0, 60)
            .Select(_ =>
            {
                world.Seconds(1);
                return Ask(world)!;
            })
            .ToList();

        Assert.All(answers, a => Assert.True(a.TimedOut || a.Status == 503));
        Assert.Contains(answers, a => a.TimedOut);
        Assert.Contains(answers, a => a.Status == 503);
    }

    [Fact]
    public void Health_TimesOutWhenTasksAreFrozen()
    {
        var world = Worlds.New();
        Worlds.ShopOf(world).HangTasks(Illness.Frozen);

        Assert.True(Ask(world)!.TimedOut);
    }

    [Fact]
    public void Balancer_Answers503WithoutTargets()
    {
        var world = Worlds.New();
        Worlds.ShopOf(world).Scale(0);
        world.Minutes(2);
        var answer = Ask(world)!;

        Assert.Equal((503, "text/html"), (answer.Status, answer.ContentType));
        Assert.Contains("503 Service Temporarily Unavailable", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Balancer_Answers502WhenATaskJustDied()
    {
        var world = Worlds.New();
        Worlds.ShopOf(world).Crash();

        Assert.Equal(502, Ask(world)!.Status);
    }

    [Fact]
    public void Answers_AreTheSameHoweverOftenOneAsks()
    {
        var world = Worlds.New();
        Worlds.ShopOf(world).HangTasks(Illness.Shallow, count: 2);

        Assert.Single(Enumerable.Range(0, 20).Select(_ => Ask(world)).Distinct());
    }

    [Fact]
    public void OtherHosts_CanBeServedByOthers()
    {
        var world = Worlds.New();
        Assert.Null(world.Site.Ask("www.example.com", "/"));
        world.Site.Serve("www.example.com", path => new SiteAnswer(200, "text/html", path, 1));

        Assert.Equal("/x", world.Site.Ask("WWW.example.com", "/x")!.Body);
    }

    private static SiteAnswer? Ask(SimulatedWorld world) => world.Site.Ask("api.example.com", "/health");
}

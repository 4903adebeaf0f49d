using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;

namespace LambdaOps.Account.Tests.World;

public sealed class MuteRulesTests
{
    // 2026-03-02T01:00Z is a Monday, 10:00 in Tokyo.
    private const string AtOnce = "at(2026-03-02T01:00)";

    [Theory]
    [InlineData("cron(0 2 * * *)", "PT4H", null, "", false)]
    [InlineData("cron(0 0 * * *)", "PT4H", null, "", true)]
    [InlineData("cron(0 10 * * MON)", "PT1M", "Asia/Tokyo", "", true)]
    [InlineData("cron(0 10 * * TUE)", "PT1M", "Asia/Tokyo", "", false)]
    [InlineData("cron(0 0 1 * *)", "P15D", null, "", true)]
    [InlineData("at(2026-03-01T22:00)", "PT3H", null, "", false)]
    [InlineData("at(2026-03-01T22:00)", "PT3H1M", null, "", true)]
    [InlineData("cron(0/5 2 * * *)", "PT4H", null, "Expression", false)]
    [InlineData("cron(0 2 * * ? *)", "PT4H", null, "Expression", false)]
    [InlineData("cron(0 25 * * *)", "PT4H", null, "Expression", false)]
    [InlineData("at(2026-03-01T22:00:00)", "PT3H", null, "Expression", false)]
    [InlineData("rate(1 day)", "PT4H", null, "Expression", false)]
    [InlineData("cron(0 2 * * *)", "PT30S", null, "Duration", false)]
    [InlineData("cron(0 2 * * *)", "P15DT1M", null, "Duration", false)]
    [InlineData("cron(0 2 * * *)", "P", null, "Duration", false)]
    [InlineData("cron(0 2 * * *)", "P1M", null, "Duration", false)]
    [InlineData("cron(0 2 * * *)", "PT4H", "Tokyo", "Timezone", false)]
    public void Schedule_IsReadAsDocumented(string when, string length, string? zone, string wrong, bool covers)
    {
        if (wrong.Length > 0)
        {
            Assert.StartsWith(
                wrong,
                Assert.Throws<FormatException>(() => MuteSchedule.Parse(when, length, zone)).Message
            );
        }
        else
        {
            Assert.Equal(covers, MuteSchedule.Parse(when, length, zone).Covers(Worlds.Start));
        }
    }

    [Fact]
    public void MutedAlarm_TellsEventBridgeOnly()
    {
        var (world, post) = Muted(AtOnce, "PT1H");
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(3);

        Assert.Equal("eventbridge", Assert.Single(post).To);
    }

    [Fact]
    public void MuteThatEnds_RunsTheActionsThatWaited()
    {
        var (world, post) = Muted(AtOnce, "PT2M");
        world.Alarms.SetEvaluation("shop-5xx", AlarmEvaluationState.EvaluationFailure);
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Seconds(119);
        Assert.Single(post);
        world.Seconds(5);

        Assert.Equal(
            ["eventbridge", "lambda " + Worlds.Function, "sns " + Worlds.Topic],
            post.Select(p => p.To).Order()
        );
        Assert.Contains(
            "\"StateChangeTime\":\"2026-03-02T01:00:00.000+0000\"",
            post.Single(p => p.Subject is not null).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AlarmThatCameBackWhileMuted_RunsNoActions()
    {
        var (world, post) = Muted(AtOnce, "PT2M");
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Ok, "over", null, "person");
        world.Minutes(3);

        Assert.All(post, one => Assert.Equal("eventbridge", one.To));
        Assert.Equal(2, post.Count);
    }

    [Fact]
    public void OverlappingRules_MuteUntilTheLastOneEnds()
    {
        var (world, post) = Muted(AtOnce, "PT2M");
        world.Alarms.Mutes.Put(Rule("second", "at(2026-03-02T01:01)", "PT5M"));
        world.Alarms.SetEvaluation("shop-5xx", AlarmEvaluationState.EvaluationError);
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Minutes(5);
        Assert.Single(post);
        world.Minutes(2);

        Assert.Equal(3, post.Count);
    }

    [Fact]
    public void DeletedRule_EndsAtOnce()
    {
        var (world, post) = Muted("cron(* * * * *)", "P15D");
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Alarms.Mutes.Delete("quiet");
        world.Seconds(3);

        Assert.Equal(3, post.Count);
    }

    [Fact]
    public void Rule_IsExpiredFromItsDateOn()
    {
        var (world, post) = Muted("cron(0 0 * * *)", "P1D", expires: Worlds.Start.AddMinutes(2));
        var rule = world.Alarms.Mutes.Find("quiet")!;
        Assert.Equal(MuteStatus.Active, rule.StatusAt(world.Clock.Now));
        world.Alarms.SetEvaluation("shop-5xx", AlarmEvaluationState.EvaluationFailure);
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Minutes(3);

        Assert.Equal(MuteStatus.Expired, rule.StatusAt(world.Clock.Now));
        Assert.Equal(3, post.Count);
    }

    [Fact]
    public void FailedEvaluation_KeepsTheState()
    {
        var world = Worlds.New();
        world.Alarms.SetEvaluation("shop-5xx", AlarmEvaluationState.EvaluationFailure);
        world.Alarms.SetState("shop-5xx", AlarmStateValue.Alarm, "a drill", null, "person");
        world.Minutes(5);
        Assert.Equal(AlarmStateValue.Alarm, world.Alarms["shop-5xx"].State);
        world.Alarms.SetEvaluation("shop-5xx", AlarmEvaluationState.PartialData);
        world.Minutes(2);

        Assert.Equal(AlarmStateValue.Ok, world.Alarms["shop-5xx"].State);
    }

    private static (SimulatedWorld World, List<(string To, string? Subject, string Body)> Post) Muted(
        string when,
        string length,
        DateTimeOffset? expires = null
    )
    {
        var (world, post) = AlarmBookTests.Posted();
        world.Alarms.Mutes.Put(Rule("quiet", when, length) with { Expires = expires });
        return (world, post);
    }

    private static MuteRule Rule(string name, string when, string length) =>
        new(name, null, when, length, null, ["shop-5xx"], null, null, Worlds.Start);
}

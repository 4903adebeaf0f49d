using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports;

public class NoticeTests
{
    private static readonly Intent s_intent = new(Some.Restart, Some.Now, "no healthy target");

    private static readonly NoticeWriter s_english = Texts.Writer("en");

    [Fact]
    public void Acted_SaysWhatAndWhy()
    {
        var notice = s_english.Acted(Some.Incident, s_intent);

        Assert.Equal("api: force a new deployment of api", notice.Title);
        Assert.Equal("Because: no healthy target", notice.Text);
        Assert.Empty(notice.NextSteps);
        Assert.Equal((NoticeKind.Acted, Some.Incident.Severity), (notice.Kind, notice.Severity));
        Assert.Equal(Some.Incident.Id, notice.Incident);
    }

    [Fact]
    public void Failed_SaysWhatAwsSaidAndWhatIsLeftToDo()
    {
        var notice = s_english.Failed(Some.Incident, s_intent, "AccessDenied");

        Assert.Equal("api: could not force a new deployment of api", notice.Title);
        Assert.Equal("AWS says: AccessDenied. Wanted because: no healthy target", notice.Text);
        Assert.Equal(["Check api by hand."], notice.NextSteps);
    }

    [Fact]
    public void Denied_SaysWhoDeniedAndHowToDoItByHand()
    {
        var notice = s_english.Denied(Some.Incident, Some.Restart, "mode is 'Observe'", "ModeGuard");

        Assert.Equal("api: would force a new deployment of api, but may not", notice.Title);
        Assert.Equal("ModeGuard: mode is 'Observe'", notice.Text);
        Assert.Equal(["If you agree, force a new deployment of api by hand."], notice.NextSteps);
    }

    [Theory]
    [InlineData(null, new[] { "Next: total outage" })]
    [InlineData("https://example.com/503", new[] { "Next: total outage", "Runbook: https://example.com/503" })]
    public void HandedOver_NamesTheNextRungAndTheRunbook(string? runbook, string[] steps)
    {
        var notice = s_english.HandedOver(
            Some.Incident, "total outage", "it did not help", runbook is null ? null : new Uri(runbook));

        Assert.Equal("api: a person is needed (P2)", notice.Title);
        Assert.Equal("it did not help", notice.Text);
        Assert.Equal(steps, notice.NextSteps);
    }

    [Fact]
    public void Resolved_SaysHowLongAndHowManyActions()
    {
        var notice = s_english.Resolved(Some.Incident.Tried(Some.Restart), "healthy for 60 s", Some.After(100.4));

        Assert.Equal("api: recovered", notice.Title);
        Assert.Equal("healthy for 60 s. Open for 100 s, 1 action(s).", notice.Text);
    }

    [Fact]
    public void CameBack_SaysThatItIsTheSameIncident()
    {
        var notice = s_english.CameBack(
            (Some.Incident with { EndedAt = Some.Now }).Return(Some.Now), "api-5xx is back");

        Assert.Equal(("api: came back", Some.Incident.Id), (notice.Title, notice.Incident));
        Assert.Equal(
            "api-5xx is back. The incident is open again, and what was tried in it counts.", notice.Text);
    }

    [Theory]
    [InlineData(2, "it did not help")]
    [InlineData(3, "it did not help The alarm flaps: it came back 3 times.")]
    [InlineData(4, "it did not help The alarm flaps: it came back 4 times.")]
    public void Notices_SayFromTheThirdReturnThatTheAlarmFlaps(int returned, string text) => Assert.Equal(
        text,
        s_english.HandedOver(Some.Incident with { Returned = returned }, "a rung", "it did not help", null).Text);

    [Fact]
    public void HandedOver_NamesTheTargetsThatJoined()
    {
        var incident = Some.Incident with { Joined = [Joined("web"), Joined("web"), Joined("chat")] };

        Assert.Equal(
            "it did not help Also affected, by orders-db: web, chat.",
            s_english.HandedOver(incident, "a rung", "it did not help", null).Text);
        Assert.Equal("Because: why", s_english.Acted(incident, new Intent(Some.Restart, Some.Now, "why")).Text);
    }

    [Fact]
    public void Joined_NamesTheOtherTargetAndTheDependency()
    {
        var notice = s_english.Joined(Some.Incident, Joined("web"));

        Assert.Equal("api: web is affected too (P2)", notice.Title);
        Assert.StartsWith("Both need orders-db. alarm api-5xx ", notice.Text, StringComparison.Ordinal);
    }

    private static JoinedAlarm Joined(string target) =>
        new(new TargetId(target), Some.Remedy, "orders-db", Some.Alarm);

    [Fact]
    public void Unknown_BelongsToNoIncident()
    {
        var notice = s_english.Unknown("api-4xx", "no rule names it");

        Assert.Null(notice.Incident);
        Assert.Equal(("Not acted on: api-4xx", "no rule names it"), (notice.Title, notice.Text));
        Assert.Single(notice.NextSteps);
    }
}

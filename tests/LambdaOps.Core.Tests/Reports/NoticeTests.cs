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
    public void Unknown_BelongsToNoIncident()
    {
        var notice = s_english.Unknown("api-4xx", "no rule names it");

        Assert.Null(notice.Incident);
        Assert.Equal(("Not acted on: api-4xx", "no rule names it"), (notice.Title, notice.Text));
        Assert.Single(notice.NextSteps);
    }
}

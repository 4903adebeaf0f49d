using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies.Escalation;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports;

public class NoticeTests
{
    private static readonly Intent s_intent = new(Some.Restart, Some.Now, "no healthy target");

    private static readonly NoticeWriter s_english = Texts.Writer("en");

    private static readonly string s_acknowledge = "If you take it, say so: invoke any function of LambdaOps with "
        + $$$"""{"operator":{"target":"api","acknowledge":"{{{Some.Incident.Id}}}","by":"…","because":"…"}}""";

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
        Assert.Equal([.. steps, s_acknowledge], notice.NextSteps);
    }

    /// <summary>Nobody can take what has ended.</summary>
    [Fact]
    public void HandedOver_AtItsEnd_AsksForNoAnswer() => Assert.Equal(
        ["Next: total outage"],
        s_english.HandedOver(Some.Incident with { EndedAt = Some.Now }, "total outage", "it did not help", null)
            .NextSteps);

    [Theory]
    [InlineData(PageReason.HandedOver, null, "api: a person is needed (P1)", "it did not help")]
    [InlineData(
        PageReason.Unanswered, null, "api: L2 is needed (P1)",
        "Handed over 30 min ago, and nobody has acknowledged it. it did not help")]
    [InlineData(
        PageReason.NotOver, null, "api: L2 is needed (P1)",
        "Not over 30 min after the handover, and nobody has acknowledged it. it did not help")]
    [InlineData(
        PageReason.NotOver, "Sato", "api: L2 is needed (P1)",
        "Not over 30 min after the handover; Sato has it. it did not help")]
    [InlineData(PageReason.Worse, null, "api: L2 is needed (P1)", "It got worse: P2 -> P1. it did not help")]
    public void Paged_SaysWhyAndGoesToItsLevel(PageReason why, string? by, string title, string text)
    {
        var notice = s_english.Paged(
            Asked(by), new LevelPage(EscalationLevel.L2, why, Some.Now), runbook: null, Some.After(1800));

        Assert.Equal((title, text, EscalationLevel.L2), (notice.Title, notice.Text, notice.Level));
        Assert.Equal(["Next: total outage", s_acknowledge], notice.NextSteps);
        Assert.Empty(notice.Also);
    }

    /// <summary>Who was woken hears that somebody has it, and that it is over.</summary>
    [Fact]
    public void AcknowledgedAndResolved_GoToAllWhoWerePaged()
    {
        var incident = Asked("Sato");
        var (acknowledged, resolved) = (
            s_english.Acknowledged(incident, incident.Escalation!.Acknowledged!),
            s_english.Resolved(incident, "healthy", Some.After(1900)));

        Assert.Equal(("api: acknowledged (P1)", "Sato has it: looking"), (acknowledged.Title, acknowledged.Text));
        Assert.All(
            [acknowledged, resolved],
            notice =>
            {
                Assert.Null(notice.Level);
                Assert.Equal([EscalationLevel.L1, EscalationLevel.L3], notice.Also);
            });
        Assert.Empty(s_english.Resolved(Some.Incident, "healthy", Some.After(60)).Also);
    }

    private static Incident Asked(string? by) => Some.Incident with
    {
        Status = IncidentStatus.HandedOver,
        Severity = Severity.P1,
        Escalation = EscalationState.Begin(Severity.P2, "it did not help", "total outage", Some.Now) with
        {
            Severity = Severity.P1,
            Paged = [new(EscalationLevel.L1, Some.Now), new(EscalationLevel.L3, Some.After(900))],
            Acknowledged = by is null ? null : new Acknowledgement(by, "looking", Some.After(60)),
        },
    };

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

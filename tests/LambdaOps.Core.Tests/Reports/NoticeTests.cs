using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports;

public class NoticeTests
{
    private static readonly Intent s_intent = new(Some.Restart, Some.Now, "no healthy target");

    private static readonly NoticeWriter s_english = Texts.Writer("en");

    private const string Next = "Next: check the table's capacity";

    private static readonly string s_acknowledge =
        "If you take it, acknowledge it: invoke the function Operator of LambdaOps with "
        + $$$"""{"operator":{"target":"api","acknowledge":"{{{Some.Incident.Id}}}","""
        + "\"by\":\"YOUR NAME\",\"because\":\"WHY\"}}";

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

        Assert.Equal("api: AWS refused: force a new deployment of api", notice.Title);
        Assert.Equal("AWS says: AccessDenied\nNeeded because: no healthy target", notice.Text);
        Assert.Equal(["Check api by hand."], notice.NextSteps);
    }

    [Fact]
    public void Denied_SaysWhyItIsNeededWhatBlocksItAndHowToDoItByHand()
    {
        var notice = s_english.Denied(Some.Incident, Some.Deciding(Some.Restart), Some.Denial);

        Assert.Equal("api: blocked: force a new deployment of api", notice.Title);
        Assert.Equal(
            "Needed because: no healthy target: 0 of 5\nBlocked: mode is 'Observe' (ModeGuard)\n"
                + "Nothing is changed; monitoring continues.",
            notice.Text
        );
        Assert.Equal(["If you agree, force a new deployment of api by hand."], notice.NextSteps);
    }

    [Theory]
    [InlineData(null, new[] { Next })]
    [InlineData("https://example.com/503", new[] { Next, "Runbook: https://example.com/503" })]
    public void HandedOff_NamesTheNextRungAndTheRunbook(string? runbook, string[] steps)
    {
        var notice = s_english.HandedOff(
            Some.Incident,
            NextStep.TableCapacity,
            "it did not help",
            runbook is null ? null : new Uri(runbook)
        );

        Assert.Equal("api: handed off to on-call (P2)", notice.Title);
        Assert.Equal("Because: it did not help\nNobody else is paged after this.", notice.Text);
        Assert.Equal([.. steps, s_acknowledge], notice.NextSteps);
    }

    /// <summary>Nobody can take what has ended.</summary>
    [Fact]
    public void HandedOff_AtItsEnd_AsksForNoAnswer() =>
        Assert.Equal(
            [Next],
            s_english
                .HandedOff(Some.Incident with { EndedAt = Some.Now }, NextStep.TableCapacity, "it did not help", null)
                .NextSteps
        );

    [Theory]
    [InlineData(PageReason.HandedOff, null, "api: handed off to on-call (P1)", "Because: it did not help")]
    [InlineData(
        PageReason.Unanswered,
        null,
        "api: escalated to L2 (P1)",
        "Handed off 30 min ago, and nobody has acknowledged it.\nBecause: it did not help"
    )]
    [InlineData(
        PageReason.NotOver,
        null,
        "api: escalated to L2 (P1)",
        "Not over 30 min after the hand-off, and nobody has acknowledged it.\nBecause: it did not help"
    )]
    [InlineData(
        PageReason.NotOver,
        "Sato",
        "api: escalated to L2 (P1)",
        "Not over 30 min after the hand-off; acknowledged by Sato.\nBecause: it did not help"
    )]
    [InlineData(
        PageReason.Worse,
        null,
        "api: escalated to L2 (P1)",
        "It got worse: P2 -> P1.\nBecause: it did not help"
    )]
    public void Paged_SaysWhyAndGoesToItsLevel(PageReason why, string? by, string title, string text)
    {
        var notice = s_english.Paged(
            Asked(by),
            new LevelPage(EscalationLevel.L2, why, Some.Now),
            runbook: null,
            Some.After(1800)
        );

        Assert.Equal(
            (title, $"{text}\nNobody else is paged after this.", EscalationLevel.L2),
            (notice.Title, notice.Text, notice.Level)
        );
        Assert.Equal([Next, s_acknowledge], notice.NextSteps);
        Assert.Empty(notice.Also);
    }

    /// <summary>Who was woken hears that somebody has it, and that it is over.</summary>
    [Fact]
    public void AcknowledgedAndResolved_GoToAllWhoWerePaged()
    {
        var incident = Asked("Sato");
        var (acknowledged, resolved) = (
            s_english.Acknowledged(incident, incident.Escalation!.Acknowledged!),
            s_english.Resolved(incident, "healthy", Some.After(1900))
        );

        Assert.Equal(("api: acknowledged (P1)", "By Sato: looking"), (acknowledged.Title, acknowledged.Text));
        Assert.All(
            [acknowledged, resolved],
            notice =>
            {
                Assert.Null(notice.Level);
                Assert.Equal([EscalationLevel.L1, EscalationLevel.L3], notice.Also);
            }
        );
        Assert.Empty(s_english.Resolved(Some.Incident, "healthy", Some.After(60)).Also);
    }

    private static Incident Asked(string? by) =>
        Some.Incident with
        {
            Status = IncidentStatus.HandedOff,
            Severity = Severity.P1,
            Escalation = EscalationState.Begin(Severity.P2, "it did not help", NextStep.TableCapacity, Some.Now) with
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
        Assert.Equal("Because: healthy for 60 s\nOpen for 100 s, 1 change(s).", notice.Text);
    }

    [Fact]
    public void CameBack_SaysThatItIsTheSameIncident()
    {
        var notice = s_english.CameBack(
            (Some.Incident with { EndedAt = Some.Now }).Return(Some.Now),
            "api-5xx is back"
        );

        Assert.Equal(("api: came back", Some.Incident.Id), (notice.Title, notice.Incident));
        Assert.Equal(
            "Because: api-5xx is back\nThe incident is open again; what was tried before counts.",
            notice.Text
        );
    }

    [Theory]
    [InlineData(2, "Because: it did not help")]
    [InlineData(3, "Because: it did not help\nThe alarm flaps: it came back 3 times.")]
    [InlineData(4, "Because: it did not help\nThe alarm flaps: it came back 4 times.")]
    public void Notices_SayFromTheThirdReturnThatTheAlarmFlaps(int returned, string text) =>
        Assert.Equal(
            text,
            s_english
                .HandedOff(
                    Some.Incident with
                    {
                        Returns = new Returns(returned, null),
                        EndedAt = Some.Now,
                    },
                    null,
                    "it did not help",
                    null
                )
                .Text
        );

    [Fact]
    public void HandedOff_NamesTheTargetsThatJoined()
    {
        var incident = Some.Incident with
        {
            Cause = new IncidentCause { Joined = [Joined("web"), Joined("web"), Joined("chat")] },
            EndedAt = Some.Now,
        };

        Assert.Equal(
            "Because: it did not help\nAlso affected, by orders-db: web, chat.",
            s_english.HandedOff(incident, null, "it did not help", null).Text
        );
        Assert.Equal("Because: why", s_english.Acted(incident, new Intent(Some.Restart, Some.Now, "why")).Text);
    }

    private static JoinedAlarm Joined(string target) => new(new TargetId(target), Some.Remedy, "orders-db", Some.Alarm);

    [Fact]
    public void Unknown_BelongsToNoIncident()
    {
        var notice = s_english.Unknown("api-4xx", "no rule names it");

        Assert.Null(notice.Incident);
        Assert.Equal(("No action: api-4xx", "Reason: no rule names it"), (notice.Title, notice.Text));
        Assert.Single(notice.NextSteps);
    }

    [Fact]
    public void Offered_SaysWhyWhatIsNeededAndWhatHappensIfNobodyAnswers()
    {
        var offer = new Offer("api-1", Some.Restart, "no healthy target: 0 of 5", Some.Now, Some.After(900))
        {
            Needs = "mode is 'Ask'",
        };
        var notice = s_english.Offered(Some.Incident, offer);

        Assert.Equal("api: approval needed: force a new deployment of api", notice.Title);
        Assert.Equal(
            "Needed because: no healthy target: 0 of 5\nApproval needed: mode is 'Ask'\n"
                + $"If nobody answers by {Texts.Place.Local(offer.Until)}, nothing is changed and it is handed off to "
                + "on-call; monitoring continues. Offer api-1.",
            notice.Text
        );
    }

    [Theory]
    [InlineData(PageReason.Unanswered, "If nobody acknowledges it by 2026-01-15 12:45 +09:00, L2 is paged.")]
    [InlineData(PageReason.NotOver, "If it is not over by 2026-01-15 12:45 +09:00, L2 is paged.")]
    public void HandedOff_SaysWhatHappensIfNobodyDoesAnything(PageReason why, string then) =>
        Assert.Equal(
            $"Because: it did not help\n{then}",
            s_english
                .HandedOff(
                    Some.Incident,
                    NextStep.TableCapacity,
                    "it did not help",
                    runbook: null,
                    new LevelPage(EscalationLevel.L2, why, new DateTimeOffset(2026, 1, 15, 3, 45, 0, TimeSpan.Zero))
                )
                .Text
        );

    [Theory]
    [InlineData("Asia/Tokyo", "2026-01-15 12:45 +09:00 (Asia/Tokyo)")]
    [InlineData("America/New_York", "2026-01-14 22:45 -05:00 (America/New_York)")]
    [InlineData("Nowhere/None", "2026-01-15 03:45 UTC (this machine does not know the time zone Nowhere/None)")]
    public void Place_NamesEstateAccountRegionAndTheLocalTime(string zone, string time) =>
        Assert.Equal(
            $"Estate shop, account 123456789012, region ap-northeast-1. {time}",
            new NoticeWriter(
                NoticeTexts.Parse(Texts.Json("en")),
                NoticeTexts.Parse(Texts.Json("en")),
                Texts.Place with
                {
                    TimeZone = zone,
                }
            )
                .At(s_english.Acted(Some.Incident, s_intent), new DateTimeOffset(2026, 1, 15, 3, 45, 0, TimeSpan.Zero))
                .PlaceLine
        );

    /// <summary>The rest of an incident is a thread; only what somebody has to do something about is a page.</summary>
    [Fact]
    public void Updates_DoNotCarryTheSeverity()
    {
        var incident = Some.Incident with { Severity = Severity.P1 };
        Assert.All(
            [s_english.Acted(incident, s_intent), s_english.Resolved(incident, "healthy", Some.Now)],
            notice => Assert.Equal("update", notice.Label)
        );
        Assert.All(
            [
                s_english.Acted(incident, s_intent) with
                {
                    Level = EscalationLevel.L1,
                },
                s_english.Failed(incident, s_intent, "AccessDenied"),
                s_english.HandedOff(incident, null, "why", null),
            ],
            notice => Assert.Equal("P1", notice.Label)
        );
    }
}

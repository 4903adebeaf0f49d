using System.Collections.Immutable;
using CsCheck;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LambdaOps.Core.Tests.Reports;

/// <summary>An incident's report is the runbook's template, filled, in both languages, whatever stands in it.</summary>
public class IncidentReportTests
{
    private static readonly IncidentNumber s_number = new(new DateOnly(2026, 1, 15), 1);

    private static readonly string[] s_tricks =
    [
        "## Incident report #20260115-999",
        "line\n### Lessons\n\n- none",
        "<script>alert(1)</script>",
        "[click](http://example.com) ![x](y)",
        "1. first\n2) second",
        "```\ncode",
        "{target} {nothing}",
        "_under_ __two__ api_service_1",
        "| a | b |\n|---|---|",
    ];

    /// <summary>What Markdown, HTML, terminals and careless splitting would read as something else.</summary>
    private static readonly Gen<string> s_words = Gen.OneOf(
        Gen.String,
        Gen.String["#*_`<>[]()!|~&-+=.1 \n\r\t\\{}ab"],
        Gen.Int[0, s_tricks.Length - 1].Select(trick => s_tricks[trick])
    );

    public static TheoryData<string> Cultures => ["en", "ja"];

    internal static Incident Resolved
    {
        get
        {
            var at = Some.After(40);
            return (
                Some.Incident with
                {
                    Status = IncidentStatus.Resolved,
                    EndedAt = Some.After(125),
                    Cause = Some.Incident.Cause with { Number = s_number },
                    Attempts = [new Attempt(Some.Restart, at, AttemptOutcome.Done, "deployment ecs-svc/1")],
                    Trend = new Trend
                    {
                        Streak = new HealthStreak(Healthy: true, 3, Some.After(100)),
                        Impact = new Impact()
                            .After(Some.Down, Some.After(2))
                            .After(Some.Down, Some.After(40))
                            .After(Some.Fine, Some.After(100)),
                    },
                }
            ).Note(at, EntryKind.Intended, "force it", new EntryDetail.Intention("no healthy target: 0 of 5")).Note(at, EntryKind.Acted, "forced", new EntryDetail.Result(at)).Note(Some.After(125), EntryKind.Resolved, "healthy for 25 s");
        }
    }

    [Fact]
    public void English_IsTheWholeTemplate() =>
        Assert.Equal(
            """
            ## Incident report #20260115-001

            Written 2026-01-15 12:20 +09:00 by LambdaOps from its record. Estate shop, account 123456789012, region ap-northeast-1, time zone Asia/Tokyo.

            ### Overview

            - Occurred at: 2026-01-15 12:15 +09:00
            - Detected by: automatic alert (api-5xx)
            - Impact: all of api
              - Failed from 2026-01-15 12:15:02 +09:00 to 2026-01-15 12:15:40 +09:00; health URL: 2 of 3 requests failed
              - Healthy targets at the worst look: 0 of 5
            - Severity: P2
            - Target: api (503 Service Unavailable), incident 20260115-api-031500
            - Status: resolved 2026-01-15 12:17 +09:00

            ### Timeline

            - 2026-01-15 12:15 +09:00 - Incident detected
            - 2026-01-15 12:15 +09:00 - Response began
            - (not yet) - Cause identified
            - 2026-01-15 12:15 +09:00 - First change made
            - 2026-01-15 12:16 +09:00 - Service restored
            - 2026-01-15 12:17 +09:00 - Monitoring ended

            The whole record:

            - 2026-01-15 12:15:00 +09:00 - Signal: alarm api-5xx
            - 2026-01-15 12:15:40 +09:00 - About to: force it
            - 2026-01-15 12:15:40 +09:00 - Done: forced
            - 2026-01-15 12:17:05 +09:00 - Resolved: healthy for 25 s

            ### Cause

            - Signal: alarm api-5xx
            - Seen by LambdaOps: no healthy target: 0 of 5
            - To be written by people: `lambdaops incidents note 20260115-api-031500 TEXT --as NAME --about cause`

            ### Response

            1. 2026-01-15 12:15:40 +09:00 - force a new deployment of api: done (deployment ecs-svc/1)

            ### Follow-ups

            Short term

            1. Nothing that the record knows of.

            Long term

            1. To be written by people: `lambdaops incidents note 20260115-api-031500 TEXT --as NAME --about followUp`

            ### Lessons

            - To be written by people: `lambdaops incidents note 20260115-api-031500 TEXT --as NAME --about lesson`

            """.ReplaceLineEndings("\n"),
            Write("en", Resolved)
        );

    [Theory]
    [InlineData("en", 40, "- Recovery level 3: RTO goal of 240 min in 20 min (2026-01-15 16:15 +09:00)")]
    [InlineData("ja", 40, "- DR レベル 3: RTO 目標 240 分まで残り 20 分（2026-01-15 16:15 +09:00）")]
    [InlineData("en", null, "- Recovery level 3: recovered in 2 min, RTO goal of 240 min reached")]
    [InlineData("en", null, "  - Data of 61 min lost, RPO goal of 60 min missed")]
    [InlineData("ja", null, "  - 61 分間のデータを損失、RPO 目標 60 分を超過")]
    public void Recovery_IsHeldAgainstItsGoals(string culture, int? openAfter, string line)
    {
        var goal = RecoveryGoals.Default[RecoveryLevel.Region];
        var clock = new RecoveryClock(RecoveryLevel.Region, Some.Now, goal.Rto, goal.Rpo)
        {
            DataLost = TimeSpan.FromMinutes(61),
        };
        var incident = clock.In(openAfter is null ? Resolved : Some.Incident);

        var written = Texts.Writer(culture).Incidents.Write(incident, Some.After(220 * 60));

        Assert.Contains(line, written.Split('\n'));
    }

    /// <summary>Heads and labels as RUNBOOK.md has them (インシデント記録テンプレート), in its order.</summary>
    [Fact]
    public void Japanese_HasTheRunbooksHeadsAndLabels()
    {
        string[] template =
        [
            "## インシデント報告 #20260115-001",
            "### 概要",
            "- 発生日時: 2026-01-15 12:15 +09:00",
            "- 検知方法: 自動アラート",
            "- 影響範囲: 全体",
            "- 重要度: P2",
            "### タイムライン",
            " - インシデント検知",
            " - 初期対応開始",
            " - 原因特定",
            " - 回避策実施",
            " - サービス復旧",
            " - 監視終了",
            "### 原因",
            "### 対応内容",
            "1. ",
            "### 再発防止策",
            "1. ",
            "1. ",
            "### 教訓",
        ];
        var (text, at) = (Write("ja", Resolved), 0);
        foreach (var part in template)
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{part}' is not where the runbook has it:\n{text}");
            at += part.Length;
        }
    }

    [Fact]
    public void PeoplesNotes_StandInTheirParts()
    {
        var incident = Enum.GetValues<RemarkAbout>()
            .Aggregate(
                Resolved,
                (one, about) =>
                    one.Note(
                        Some.After(200),
                        EntryKind.Noted,
                        $"Sato: on {about}",
                        EntryDetail.Remark.Of("Sato", $"on {about}", about)
                    )
            )
            .Note(Some.After(210), EntryKind.Noted, "Sato: plain", EntryDetail.Remark.Of("Sato", "plain"));
        var parts = Write("en", incident).Split("\n### ");

        Assert.Contains("\n  - Sato: on Impact", parts[1], StringComparison.Ordinal);
        Assert.Contains("2026-01-15 12:18 +09:00 - Cause identified", parts[2], StringComparison.Ordinal);
        Assert.Contains("Note: Sato: plain", parts[2], StringComparison.Ordinal);
        Assert.Contains("- By people: Sato: on Cause", parts[3], StringComparison.Ordinal);
        Assert.Contains("\n1. Sato: on FollowUp", parts[5], StringComparison.Ordinal);
        Assert.Equal("Lessons\n\n- Sato: on Lesson\n", parts[6]);
        Assert.All(parts, part => Assert.DoesNotContain("To be written", part, StringComparison.Ordinal));
        Assert.Null(Missing("en", incident));
    }

    /// <summary>Every kind of line, outcome, detection, impact and standing.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    public void EveryCase_IsWrittenAndComplete(string culture) =>
        Assert.All(
            Cases(),
            incident =>
            {
                Assert.Null(Missing(culture, incident));
                Assert.DoesNotMatch("[{}]", Write(culture, incident));
            }
        );

    [Theory]
    [InlineData("en", "Throttled requests at the worst look: 40 in 3 minutes")]
    [InlineData("en", "Errors of the new revision in its worst minute: 3 % of its requests")]
    [InlineData("ja", "スロットリングされたリクエスト（最多の時点）: 3 分間に 40 件")]
    public void Impact_OfATableOrANewRevisionIsWritten(string culture, string line)
    {
        var impact = new Impact { MostThrottled = 40, MostErrorPercentOfRevision = 3 };

        var written = Write(culture, Resolved with { Trend = new Trend { Impact = impact } });

        Assert.Contains($"\n  - {line}\n", written, StringComparison.Ordinal);
    }

    /// <summary>CommonMark's own reader sees the template and nothing else, and every word that came in.</summary>
    [Fact]
    public void AnyWords_AreText() =>
        Gen.Select(s_words, s_words, s_words, Gen.Bool.Select(isEnglish => isEnglish ? "en" : "ja"))
            .Sample(
                (signal, reason, note, culture) =>
                {
                    var incident = With(signal, reason, note);
                    var text = Write(culture, incident);
                    var document = Markdown.Parse(text);

                    Assert.Null(ReportForm.Missing(text, incident, Texts.Place));
                    Assert.Equal(
                        [2, 3, 3, 3, 3, 3, 3],
                        document.Descendants<HeadingBlock>().Select(heading => heading.Level)
                    );
                    Assert.Empty(document.Descendants<HtmlBlock>());
                    Assert.Empty(document.Descendants<CodeBlock>());
                    Assert.Empty(document.Descendants<QuoteBlock>());
                    Assert.Empty(document.Descendants<HtmlInline>());
                    Assert.Empty(document.Descendants<LinkInline>());
                    Assert.Empty(document.Descendants<EmphasisInline>());
                    Assert.All(
                        document.Descendants<CodeInline>(),
                        code => Assert.StartsWith("lambdaops incidents note", code.Content, StringComparison.Ordinal)
                    );
                    Assert.All(
                        (string[])[signal, reason, note],
                        words => Assert.Contains(Spaced(words), Spaced(Read(document)), StringComparison.Ordinal)
                    );
                },
                iter: 2000,
                threads: 1
            );

    [Fact]
    public void Form_SeesWhatIsMissing()
    {
        var (incident, whole) = (Resolved, Write("en", Resolved));

        Assert.Null(ReportForm.Missing(whole, incident, Texts.Place));
        Assert.All(
            (string[])
                [
                    whole.Replace("#20260115-001", "", StringComparison.Ordinal),
                    whole.Replace("- Severity: P2\n", "", StringComparison.Ordinal),
                    whole.Replace("### Cause", "Cause", StringComparison.Ordinal),
                    whole[..whole.IndexOf("- To be written", whole.Length - 120, StringComparison.Ordinal)],
                    whole.Replace("12:15:40 +09:00 - Done", "12:15:40 - Done", StringComparison.Ordinal),
                    whole.Replace("forced\n", "\n", StringComparison.Ordinal),
                    whole.Replace("1. 2026-01-15 12:15:40", "1.", StringComparison.Ordinal),
                ],
            lacking => Assert.NotNull(ReportForm.Missing(lacking, incident, Texts.Place))
        );
    }

    private static string Write(string culture, Incident incident) =>
        Texts.Writer(culture).Incidents.Write(incident, Some.After(300));

    private static string? Missing(string culture, Incident incident) =>
        ReportForm.Missing(Write(culture, incident), incident, Texts.Place);

    private static Incident With(string signal, string reason, string note) =>
        (Resolved with { Lines = ImmutableArray<TimelineEntry>.Empty.Note(Some.Now, EntryKind.Signal, signal) })
            .Note(Some.After(40), EntryKind.Intended, reason, new EntryDetail.Intention(reason))
            .Note(Some.After(50), EntryKind.Noted, note, EntryDetail.Remark.Of("Sato", note, RemarkAbout.Lesson));

    internal static IEnumerable<Incident> Cases()
    {
        yield return Some.Incident;
        yield return Resolved with
        {
            Status = IncidentStatus.HandedOff,
        };
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            yield return Resolved.Note(Some.After(60), kind, "a").Note(Some.After(70), kind, "b", repeats: true);
        }

        foreach (var outcome in Enum.GetValues<AttemptOutcome>())
        {
            yield return Resolved with
            {
                Attempts =
                [
                    new Attempt(Some.RollBack, Some.After(9), outcome, "detail"),
                    new Attempt(
                        new Change.PublishMaintenancePage(Some.Target, "e", "key", Some.Incident.Id),
                        Some.After(10),
                        outcome,
                        "detail"
                    ),
                ],
            };
        }

        foreach (var kind in Enum.GetValues<DetectionKind>())
        {
            yield return Resolved with
            {
                Cause = new IncidentCause { Detection = new Detection(kind, "Sato") },
                Intent = new Intent(Some.Restart, Some.Now, "why"),
            };
        }

        foreach (var impact in Impacts())
        {
            yield return Resolved with
            {
                Trend = new Trend { Impact = impact },
            };
        }

        var over = Escalation.Begin(Some.Incident.HandedOff(), "it did not help", NextStep.Of(Some.Restart), Some.Now);
        yield return over;
        yield return over.Acknowledge("Sato", "looking", Some.Now);
        foreach (var next in NextStep.All.Add(new NextStep("unheardOf", "of another version")))
        {
            yield return Escalation.Begin(Some.Incident.HandedOff(), "it did not help", next, Some.Now);
        }

        yield return Some.Incident with
        {
            Remedy = new ProcedureName("ofAnotherVersion"),
            Returns = new Returns(3, Some.Now),
            Clearance = Some.Incident.Clearance with
            {
                Offer = new Offer("api-1", Some.Restart, "why", Some.Now, Some.After(900)),
            },
            Lines = Some
                .Incident.Lines.Note(Some.Now, EntryKind.Denied, "no", new EntryDetail.DeniedBy("x", "ModeGuard"))
                .Note(
                    Some.Now,
                    EntryKind.NotNotified,
                    "it",
                    new EntryDetail.Notification(NoticeKind.Denied, null, "") { Failed = "no topic" }
                ),
        };
    }

    private static Impact[] Impacts()
    {
        var busy = new LoadReading(Some.Now, 900, 1800, 2500, 90, 50, 100, 7.25, null);
        Impact[] all =
        [
            new(),
            new Impact().After(Some.Down, Some.Now),
            new Impact().After(Some.Doubtful, Some.Now),
            new Impact().After(Some.Fine.Shows(LoadBalancingLooks.Load, busy), Some.Now),
            new Impact
            {
                MostErrorPercentOfRevision = 3,
                MostThrottled = 40,
                MostSystemErrors = 2,
            },
        ];
        Assert.Equal(Enum.GetValues<ImpactScope>().Order(), all.Select(one => one.Scope).Distinct().Order());
        return all;
    }

    private static string Read(MarkdownDocument document) =>
        string.Concat(
            document
                .Descendants<Inline>()
                .Select(inline =>
                    inline switch
                    {
                        LiteralInline literal => literal.Content.ToString(),
                        CodeInline code => code.Content,
                        HtmlEntityInline entity => entity.Transcoded.ToString(),
                        _ => " ",
                    }
                )
        );

    private static string Spaced(string text) =>
        string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter)));
}

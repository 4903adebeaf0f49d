using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Reports.Documents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Reports;

/// <summary>An incident's page says in its first lines what on-call asks first, and holds every line of the record.</summary>
public class IncidentPageTests
{
    private const string Id = "20260115-api-031500";

    private static readonly string[] s_hostile =
    [
        "<script>alert(1)</script>",
        "\"onload=\"alert(1)",
        "\u202Egnp.exe",
        new string('x', 10_000),
    ];

    public static TheoryData<string> Cultures => ["en", "ja"];

    private static Incident HandedOff =>
        Some.Incident with
        {
            Status = IncidentStatus.HandedOff,
            Escalation = EscalationState.Begin(
                Severity.P1,
                "it is not cured",
                new NextStep("page", "put the maintenance page up"),
                Some.After(60)
            ) with
            {
                Paged = [new PagedLevel(EscalationLevel.L1, Some.After(60))],
                NextAt = Some.After(900),
            },
        };

    private static Incident Asking =>
        Some.Incident with
        {
            Clearance = Some.Incident.Clearance with
            {
                Offer = new Offer($"{Id}-1", Some.Restart, "no healthy target", Some.After(10), Some.After(310)),
            },
        };

    [Fact]
    public void Digest_SaysWhatSinceWhenAndWhatComesNext()
    {
        Assert.Equal(
            """
            api: 503 Service Unavailable, P2, since 2026-01-15 12:15 +09:00
            Impact: no failure of api was seen; people judge it
            The next page goes out at 2026-01-15 12:30 +09:00
            """,
            string.Join('\n', Write("en", HandedOff).Digest)
        );
        Assert.Equal("Status: handed off to on-call", Write("en", HandedOff).Standing);
        Assert.Equal("An answer is awaited until 2026-01-15 12:20 +09:00", Write("en", Asking).Digest[^1]);
        Assert.Equal(2, Write("ja", IncidentReportTests.Resolved).Digest.Length);
        Assert.Contains("Status: open, approval needed", Page("en", Asking), StringComparison.Ordinal);
    }

    [Fact]
    public void Level_IsHowUrgentItIs()
    {
        Assert.Equal(FindingLevel.Danger, Write("en", HandedOff).Worst);
        Assert.Equal(FindingLevel.Danger, Write("en", Some.Incident with { Severity = Severity.P1 }).Worst);
        Assert.Equal(FindingLevel.Warning, Write("en", Some.Incident).Worst);
        Assert.Equal(FindingLevel.Fine, Write("en", IncidentReportTests.Resolved).Worst);
    }

    [Fact]
    public void Offer_StandsWithItsEndAndTheCommandsThatAnswerIt()
    {
        var page = Page("en", Asking);

        Assert.Contains("Waits for approval", page, StringComparison.Ordinal);
        Assert.Contains($"lambdaops incidents approve {Id}-1 --as NAME --because WHY", page, StringComparison.Ordinal);
        Assert.Contains($"lambdaops incidents decline {Id}-1 --as NAME --because WHY", page, StringComparison.Ordinal);
        Assert.Contains("no healthy target", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Waits for approval", Page("en", Some.Incident), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatEnded_NeedsNoAnswerAndNoStop()
    {
        var page = Page("en", IncidentReportTests.Resolved);

        Assert.DoesNotContain("lambdaops stop", page, StringComparison.Ordinal);
        Assert.DoesNotContain("incidents ack", page, StringComparison.Ordinal);
        Assert.Contains("incidents note", page, StringComparison.Ordinal);
        Assert.Contains("lambdaops stop --because WHY", Page("en", HandedOff), StringComparison.Ordinal);
        Assert.Contains($"lambdaops incidents ack {Id} --as NAME", Page("en", HandedOff), StringComparison.Ordinal);
    }

    [Fact]
    public void Clocks_CountFromTheBeginning()
    {
        var clocks = Write("en", IncidentReportTests.Resolved).Sections.Single(section => section.Heading == "Clocks");

        Assert.Equal(
            ["0", "0", "40", "", "100", "125"],
            Assert.IsType<ReportBlock.Table>(Assert.Single(clocks.Blocks)).Rows.Select(row => row.Cells[2].Text)
        );
    }

    /// <summary>Every kind of line, outcome, detection, impact and standing.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    public void EveryCase_IsWrittenWithEveryLine(string culture) =>
        Assert.All(
            IncidentReportTests.Cases().Append(HandedOff).Append(Asking),
            incident =>
            {
                var record = Write(culture, incident).Sections[^1];

                Assert.Equal(
                    incident.Lines.Select(line => line.Text),
                    Assert.IsType<ReportBlock.Table>(Assert.Single(record.Blocks)).Rows.Select(row => row.Cells[2].Text)
                );
                Assert.NotEmpty(Page(culture, incident));
            }
        );

    [Fact]
    public void WordsFromOutside_StayText() =>
        Assert.All(
            s_hostile,
            words =>
            {
                var page = Page(
                    "en",
                    (HandedOff with { Escalation = HandedOff.Escalation! with { Because = words } }).Note(
                        Some.After(70),
                        EntryKind.Noted,
                        words
                    )
                );

                Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
                Assert.DoesNotContain("\"onload", page, StringComparison.Ordinal);
                Assert.True(page.Length < 60_000, $"{page.Length} letters");
            }
        );

    private static ReportDocument Write(string culture, Incident incident) =>
        new IncidentPageWriter(
            NoticeTexts.Parse(Texts.Json(culture)),
            NoticeTexts.Parse(Texts.Json(culture, "reports")),
            Texts.Place,
            culture
        ).Write(incident, Some.After(300));

    private static string Page(string culture, Incident incident) =>
        HtmlDocument.Write(Write(culture, incident), NoticeTexts.Parse(Texts.Json(culture, "reports")));
}

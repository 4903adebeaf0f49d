using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Tests.Reports.Documents;

/// <summary>The digest is bounded, says what matters first, and never leaves out that something is missing.</summary>
public class DigestTextTests
{
    private static readonly ReportDocument s_document = ReportTexts.Document(
        new ReportBlock.Checklist([
            new ChecklistLine("Backups completed", TickState.Unknown),
            new ChecklistLine("Tasks run", TickState.Ticked),
        ]),
        new ReportBlock.Tiles([new ReportTile("Cost", null, "USD", FindingLevel.Missing)]),
        new ReportBlock.Findings([
            new ReportFinding(FindingLevel.Fine, "Tasks run."),
            new ReportFinding(FindingLevel.Warning, "The certificate expires."),
            new ReportFinding(FindingLevel.Danger, "P95 is 1,400 ms."),
        ])
    );

    [Fact]
    public void Digest_SaysWhatMatters() =>
        Assert.Equal(
            [
                "Daily report (estate shop, 29 November 2026)",
                "✕ Danger: needs action",
                "- P95 is 1,400 ms.",
                "- The certificate expires.",
                "Missing: Backups completed; Cost",
                "Full report: lambdaops reports daily",
            ],
            DigestText.Of(s_document with { Place = "lambdaops reports daily" }, ReportTexts.Of("en")).AsEnumerable()
        );

    [Fact]
    public void GivenLines_ComeBeforeFindings() =>
        Assert.Equal(
            ["- one", "- two"],
            DigestText.Of(s_document with { Digest = ["one", "two"] }, ReportTexts.Of("en")).Skip(2).Take(2)
        );

    [Theory]
    [InlineData("en", "- and 5 more")]
    [InlineData("ja", "- ほか 5 件")]
    public void Digest_IsBounded(string culture, string more)
    {
        var lines = DigestText.Of(
            ReportTexts.Document(
                culture,
                new ReportBlock.Checklist([
                    .. Enumerable
                        .Range(0, 50)
                        .Select(at => new ChecklistLine($"{at} {new string('語', 30)}", TickState.Unknown)),
                ])
            ) with
            {
                Title = new string('t', 500),
                Digest = [.. Enumerable.Range(0, 10).Select(at => $"{at}\n{new string('d', 300)}")],
                Place = new string('p', 300),
            },
            ReportTexts.Of(culture)
        );

        Assert.Equal(DigestText.MostLines, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, DigestText.MostLetters));
        Assert.All(lines, line => Assert.DoesNotContain('\n', line));
        Assert.Equal(more, lines[7]);
        Assert.Contains("0 語", lines[8], StringComparison.Ordinal);
        Assert.EndsWith(culture == "en" ? "more" : "件", lines[8], StringComparison.Ordinal);
        Assert.EndsWith("…", lines[9], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_IsCutBetweenLetters()
    {
        var lines = DigestText.Of(
            s_document with
            {
                Digest = [string.Concat(Enumerable.Repeat("🗻", 150))],
            },
            ReportTexts.Of("en")
        );

        Assert.All(lines, line => Assert.DoesNotContain(line.EnumerateRunes(), rune => rune.Value == 0xFFFD));
        Assert.EndsWith("🗻…", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void LettersThatAreNotSeen_AreRemoved() =>
        Assert.Contains("- abc", DigestText.Of(s_document with { Digest = ["a\u202Eb\u2069c"] }, ReportTexts.Of("en")));

    [Fact]
    public void NothingMissing_IsNotMentioned() =>
        Assert.Equal(2, DigestText.Of(ReportTexts.Document(), ReportTexts.Of("en")).Length);
}

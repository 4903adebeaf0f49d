using System.Text.RegularExpressions;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Tests.Reports.Documents;

/// <summary>Both languages say the same, and have a word for everything that a report can show.</summary>
public class ReportTextsTests
{
    public static TheoryData<string> Cultures => ReportTexts.Cultures;

    [Fact]
    public void Languages_HaveTheSameKeysAndPlaces() => Texts.AssertLanguagesHaveTheSameKeysAndPlaces("reports");

    /// <summary>But texts that are places and marks only.</summary>
    [Fact]
    public void Japanese_IsJapanese() =>
        Assert.All(
            Texts.Read("ja", "reports").Values.Where(text => Regex.Replace(text, @"\{\w+\}|\P{L}", "").Length > 0),
            text => Assert.Matches("[ぁ-んァ-ヶ一-龠]", text)
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void EveryLevelStateAndKind_HasAWord(string culture)
    {
        var texts = ReportTexts.Of(culture);
        string[] keys =
        [
            .. Enum.GetNames<FindingLevel>().SelectMany(name => (string[])[$"level.{name}", $"status.{name}"]),
            .. Enum.GetNames<TickState>().Select(name => $"check.{name}"),
            .. Enum.GetNames<ChartKind>().Select(name => $"chart.{name}"),
        ];

        Assert.All(keys, key => Assert.True(texts.Has(key), key));
    }

    /// <summary>Each block is written in each rendering, full and empty, and no place is left unfilled.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    public void EveryBlock_IsWrittenInEachRendering(string culture)
    {
        ReportBlock[] empty =
        [
            new ReportBlock.Paragraph(""),
            new ReportBlock.Checklist([]),
            new ReportBlock.Tiles([]),
            new ReportBlock.Table([], []),
            new ReportBlock.Chart("", "", ChartKind.Line, [], []),
            new ReportBlock.Findings([]),
        ];
        var texts = ReportTexts.Of(culture);
        var cases = typeof(ReportBlock).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ReportBlock)));
        Assert.Equal(cases.ToHashSet(), ReportTexts.EveryBlock("w").Select(block => block.GetType()).ToHashSet());
        Assert.Equal(cases.ToHashSet(), empty.Select(block => block.GetType()).ToHashSet());

        foreach (var block in (ReportBlock[])[.. ReportTexts.EveryBlock("Zeder"), .. empty])
        {
            var document = ReportTexts.Document(culture, block);
            var html = HtmlDocument.Write(document, texts);
            string[] written =
            [
                html[html.IndexOf("</head>", StringComparison.Ordinal)..],
                MarkdownDocument.Write(document, texts),
                string.Join('\n', DigestText.Of(document, texts)),
            ];
            Assert.All(written, text => Assert.DoesNotMatch("[{}]", text));
            Assert.All(written.Take(2), text => Assert.Equal(empty.Contains(block), !text.Contains("Zeder")));
        }
    }
}

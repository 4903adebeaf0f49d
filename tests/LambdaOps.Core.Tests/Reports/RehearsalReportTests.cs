using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports;

public class RehearsalReportTests
{
    private static readonly ReportFacts.Rehearsal s_facts = new(
        LocalDay.Of(new DateOnly(2026, 1, 4), TimeZoneInfo.Utc),
        Some.Now,
        "eu-west-1",
        "eu-central-1"
    )
    {
        Items =
        [
            new(ReadinessPart.Images, "api shop", ReadinessState.Missing, "shop:1 is not in the registry"),
            new(ReadinessPart.Stack, "", ReadinessState.Ready, "stack shop stands"),
        ],
        Steps =
        [
            new(RecoveryStepKind.Approval, TimeSpan.FromMinutes(30), IsMeasured: false),
            new(RecoveryStepKind.Dns, TimeSpan.FromSeconds(61), IsMeasured: true),
        ],
        Losses = [new("events", TimeSpan.FromHours(20), IsAll: false, "its newest copy is 20 h old")],
        Goal = RecoveryGoals.Default[RecoveryLevel.Region],
    };

    /// <summary>The answer stands before everything else, for somebody who has never seen one.</summary>
    [Theory]
    [InlineData(
        "en",
        "A failover from eu-west-1 to eu-central-1 would not work today",
        "RTO today about 32 min, an estimate; the goal is 240 min",
        "RPO today 1200 min (events): more than the goal of 60 min",
        "Images, missing: shop:1 is not in the registry",
        "Push the image that runs to the registry in eu-central-1"
    )]
    [InlineData(
        "ja",
        "eu-west-1 から eu-central-1 へのフェイルオーバーは今日は不可能",
        "今日の RTO は約 32 分（見積もり）、目標 240 分以内",
        "今日の RPO は 1200 分（events）、目標 60 分を超過",
        "イメージ, なし: shop:1 is not in the registry",
        "稼働中のイメージを eu-central-1 のレジストリへ push するか"
    )]
    public void Report_SaysTheAnswerFirstAndWhatToDo(
        string culture,
        string verdict,
        string rto,
        string rpo,
        string reason,
        string toDo
    )
    {
        var written = Write(culture);

        Assert.Equal(new[] { verdict, rto, rpo, reason }, written.Digest.AsEnumerable());
        var text = Documents(culture);
        Assert.Contains(toDo, text, StringComparison.Ordinal);
        Assert.True(
            text.IndexOf(verdict, StringComparison.Ordinal) < text.IndexOf(toDo, StringComparison.Ordinal),
            text
        );
        Assert.Equal(FindingLevel.Danger, written.Worst);
    }

    /// <summary>A text for each case: a missing one throws.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public void Report_HasTextsForEachPartStateAndStep(string culture)
    {
        foreach (var part in Enum.GetValues<ReadinessPart>())
        {
            foreach (var state in Enum.GetValues<ReadinessState>())
            {
                Writer(culture).Write(s_facts with { Items = [new(part, "", state, "because")] });
            }
        }

        foreach (var kind in Enum.GetValues<RecoveryStepKind>())
        {
            Writer(culture).Write(s_facts with { Steps = [new(kind, TimeSpan.FromHours(5), IsMeasured: true)] });
        }

        foreach (
            var loss in new TableLoss[]
            {
                new("a", null, true, ""),
                new("a", null, false, ""),
                new("a", TimeSpan.Zero, false, ""),
            }
        )
        {
            Writer(culture).Write(s_facts with { Losses = [loss] });
        }

        Writer(culture).Write(s_facts with { Losses = [], Items = [], Steps = [] });
    }

    private static RehearsalReportWriter Writer(string culture) =>
        new(NoticeTexts.Parse(Texts.Json(culture, "reports")), Texts.Place, culture);

    private static Core.Reports.Documents.ReportDocument Write(string culture) => Writer(culture).Write(s_facts);

    private static string Documents(string culture) =>
        new ReportWriter(NoticeTexts.Parse(Texts.Json(culture, "reports")), Texts.Place, culture).Write(s_facts).Text;
}

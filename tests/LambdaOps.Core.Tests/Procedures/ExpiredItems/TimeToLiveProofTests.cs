using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ExpiredItems;

public class TimeToLiveProofTests
{
    [Fact]
    public void TableThatExpiresItsItems_IsFine()
    {
        var table = TableOf(live: 500, expired: 20, overdue: 0);
        table.Expirations = 33;
        var report = Report(table);

        Assert.Equal(FindingLevel.Fine, report.Worst);
        Assert.Equal(
            ["deletions tokens", "overdue tokens", "time to live tokens"],
            report.Findings.Select(one => one.Key).Order()
        );
    }

    [Theory]
    [InlineData("DISABLED", null, FindingLevel.Danger, "time to live is DISABLED")]
    [InlineData("DISABLING", "expiresAt", FindingLevel.Danger, "time to live is DISABLING")]
    [InlineData("ENABLING", "expiresAt", FindingLevel.Warning, "time to live is ENABLING")]
    [InlineData("ENABLED", "ttl", FindingLevel.Danger, "time to live is on by ttl, the estate says expiresAt")]
    [InlineData("ENABLING", "ttl", FindingLevel.Danger, "time to live is on by ttl, the estate says expiresAt")]
    public void SettingThatIsNotTheEstates_IsFound(string status, string? attribute, FindingLevel level, string text)
    {
        var table = TableOf(live: 10, expired: 0, overdue: 0);
        table.Setting = new TimeToLiveSetting(status, attribute);
        var finding = Assert.Single(Report(table).Findings);

        Assert.Equal((level, "time to live tokens"), (finding.Level, finding.Key));
        Assert.StartsWith($"tokens: {text}", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, FindingLevel.Fine)]
    [InlineData(1, 0, FindingLevel.Missing)]
    [InlineData(0, 1, FindingLevel.Missing)]
    public void NoDatapoint_IsFineOnlyWhereNothingHasExpired(int expired, int overdue, FindingLevel expected)
    {
        var table = TableOf(live: 300, expired, overdue);
        table.Expirations = null;

        Assert.Equal(expected, Level(Report(table), "deletions"));
    }

    [Theory]
    [InlineData(0, FindingLevel.Fine)]
    [InlineData(1, FindingLevel.Fine)]
    [InlineData(2, FindingLevel.Warning)]
    public void OverdueItems_AreBounded(int overdue, FindingLevel expected) =>
        Assert.Equal(expected, Level(Report(TableOf(live: 100 - overdue, expired: 0, overdue)), "overdue"));

    [Fact]
    public void ItemsThatNeverExpire_AreCountedByTheirForm()
    {
        var table = TableOf(live: 50, expired: 0, overdue: 0);
        table.Put("0123456789-ms", new ItemValue("N", "1768448700000"));
        table.Put("text", new ItemValue("S", "1768448700"));
        table.Put("old", new ItemValue("N", "1400000000"));
        table.Put("none", null);
        var problems = Report(table).Problems.ToList();

        Assert.Equal(
            ["five years past tokens", "milliseconds tokens", "no number tokens", "without tokens"],
            problems.Select(one => one.Key).Order()
        );
        Assert.Contains(
            problems,
            one => one.Text.Contains("1 of 54 sampled items say milliseconds", StringComparison.Ordinal)
        );
        Assert.Contains(problems, one => one.Text.EndsWith("(expiresAt; key 012345…)", StringComparison.Ordinal));
    }

    [Fact]
    public void Sample_IsBoundedAndElsewhereEachNight()
    {
        var table = TableOf(live: 9000, expired: 0, overdue: 0);
        table.Put("bad", null);
        var nights = new PlayedNights(table, ExpiredItemsPolicy.Default with { SampleItems = 100, SampleSegments = 2 });
        var found = 0;
        for (var night = 0; night < 46; night++)
        {
            var report = nights.Play();
            Assert.Matches(
                " of (1|2)[0-9]{2} sampled items",
                report.Findings.Single(one => one.Key == "overdue tokens").Text
            );
            found += report.Problems.Any(one => one.Key == "without tokens") ? 1 : 0;
        }

        Assert.InRange(found, 1, 3);
        Assert.Empty(table.Deleted);
    }

    [Fact]
    public void TableThatThrottles_IsMissingNotFine()
    {
        var table = TableOf(live: 1000, expired: 0, overdue: 0);
        table.Throttles = 2;
        table.Expirations = null;
        var report = Report(table);

        Assert.Equal(FindingLevel.Missing, Level(report, "sample"));
        Assert.Equal(FindingLevel.Missing, Level(report, "deletions"));
    }

    [Fact]
    public void TableThatIsNotThere_IsMissing()
    {
        var table = TableOf(live: 10, expired: 0, overdue: 0);
        table.IsGone = true;
        var finding = Assert.Single(Report(table).Findings);

        Assert.Equal(FindingLevel.Missing, finding.Level);
        Assert.Contains("ResourceNotFoundException", finding.Text, StringComparison.Ordinal);
    }

    private static CheckReport Report(FakeTable table) => new PlayedNights(table, ExpiredItemsPolicy.Default).Play();

    private static FindingLevel Level(CheckReport report, string key) =>
        report.Findings.Single(one => one.Key == $"{key} tokens").Level;

    private static FakeTable TableOf(int live, int expired, int overdue)
    {
        var table = new FakeTable(new OperatedTable("tokens", new TableExpiry.ByTimeToLive("expiresAt")));
        var now = Some.Now.AddDays(1);
        Put("live", live, now.AddDays(60));
        Put("expired", expired, now.AddHours(-10));
        Put("overdue", overdue, now.AddHours(-50));
        return table;

        void Put(string name, int count, DateTimeOffset time)
        {
            for (var number = 0; number < count; number++)
            {
                var text = time.AddMinutes(number).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                table.Put(
                    string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"),
                    new ItemValue(
                        "N",
                        name == "overdue" ? time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : text
                    )
                );
            }
        }
    }
}

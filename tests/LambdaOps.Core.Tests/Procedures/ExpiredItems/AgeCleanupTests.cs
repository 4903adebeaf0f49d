using System.Globalization;
using CsCheck;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ExpiredItems;

public class AgeCleanupTests
{
    private static readonly TableExpiry.ByAge s_rule = new("createdAt", TimeSpan.FromDays(30), Unit: null);
    private static readonly ExpiredItemsPolicy s_standard = ExpiredItemsPolicy.Default;

    [Fact]
    public void NewRule_OnlyReportsInItsFirstNight()
    {
        var table = TableOf(live: 400, expired: 12);
        var nights = new PlayedNights(table, s_standard);

        var first = nights.Play();
        Assert.Empty(table.Deleted);
        var finding = Assert.Single(first.Findings);
        Assert.Equal((FindingLevel.Warning, "new rule sessions"), (finding.Level, finding.Key));
        Assert.StartsWith("sessions: 12 of 412 items are older than 30 days", finding.Text, StringComparison.Ordinal);

        var second = nights.Play();
        Assert.Equal(12, table.Deleted.Count);
        Assert.Equal(400, table.Items.Count);
        Assert.Contains(
            "12 were deleted, 0 were renewed",
            Assert.Single(second.Findings).Text,
            StringComparison.Ordinal
        );
        Assert.Empty(second.Problems);
    }

    [Fact]
    public void ChangedRule_OnlyReportsAgain()
    {
        var table = TableOf(live: 100, expired: 5);
        var nights = new PlayedNights(table, s_standard);
        nights.Play();
        var other = new FakeTable(new OperatedTable("sessions", s_rule with { MostAge = TimeSpan.FromDays(20) }));
        Fill(other, live: 100, expired: 5);
        var changed = new PlayedNights(other, s_standard) { Last = nights.Last, Now = nights.Now };

        Assert.Equal("new rule sessions", changed.Play().Findings[0].Key);
        Assert.Empty(other.Deleted);
        changed.Play();
        Assert.NotEmpty(other.Deleted);
    }

    [Fact]
    public void Held_ItSaysWhatItWouldDelete()
    {
        var table = TableOf(live: 100, expired: 5);
        var nights = new PlayedNights(table, s_standard) { WhyHeld = "mode is 'Observe'" };
        nights.Play();
        var report = nights.Play();

        Assert.Empty(table.Deleted);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(FindingLevel.Fine, finding.Level);
        Assert.Contains("5 of 105 items", finding.Text, StringComparison.Ordinal);
        Assert.Contains("nothing is deleted: mode is 'Observe'", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ItemThatIsRenewedBetweenScanAndDelete_Stays()
    {
        var table = TableOf(live: 100, expired: 5);
        var nights = new PlayedNights(table, s_standard with { Segments = 1 });
        nights.Play();
        table.Meanwhile = () => table.Put("expired-3", Seconds(nights.Now));
        var report = nights.Play();

        Assert.Equal(4, table.Deleted.Count);
        Assert.Contains(table.Items, item => item.Key.Contains("expired-3", StringComparison.Ordinal));
        Assert.Contains("4 were deleted, 1 were renewed", report.Findings[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 20)]
    [InlineData(50, 200)]
    public void ANight_DeletesNoMoreThanItsShareOfTheTable(int percent, int most)
    {
        var table = TableOf(live: 100, expired: 300);
        var nights = new PlayedNights(table, s_standard with { DeleteAtMostPercent = percent });
        nights.Play();
        var report = nights.Play();

        Assert.Equal(most, table.Deleted.Count);
        Assert.Contains(report.Findings, one => one is { Key: "cap sessions", Level: FindingLevel.Warning });
        for (var night = 0; night < 200 && table.Items.Count > 100; night++)
        {
            nights.Now = Some.Now;
            report = nights.Play();
        }

        Assert.Equal(100, table.Items.Count);
        Assert.Empty(nights.Play().Problems);
    }

    [Theory]
    [InlineData(40L, 10L)]
    [InlineData(400L, 20L)]
    public void Provisioned_ItTakesNoMoreThanItsShareOfTheCapacity(long read, long write)
    {
        var table = TableOf(live: 5000, expired: 240);
        table.Provisioned = (read, write);
        var nights = new PlayedNights(table, s_standard);
        nights.Play();
        var (units, from) = (table.Units, nights.Now + TimeSpan.FromDays(1));
        nights.Play();
        var seconds = (nights.Now - from).TotalSeconds + 5;

        Assert.Equal(240, table.Deleted.Count);
        Assert.InRange(table.Units - units, 400, 1200);
        Assert.InRange(240 / seconds, 0, write * 0.1 * 1.05);
        Assert.InRange((table.Units - units - 240) / seconds, 0, read * 0.1 * 1.05);
    }

    [Fact]
    public void TableThatThrottles_IsReadSlowerAndSlower()
    {
        var table = TableOf(live: 1000, expired: 20);
        var nights = new PlayedNights(table, s_standard);
        nights.Play();
        table.Throttles = 4;
        var report = nights.Play();

        Assert.Equal([30, 60, 120, 240], nights.Waits.Take(4).Select(wait => wait.TotalSeconds));
        Assert.Equal(20, table.Deleted.Count);
        Assert.Contains(report.Findings, one => one is { Key: "throttled sessions", Level: FindingLevel.Fine });
    }

    [Fact]
    public void DeletesThatTheTableThrottles_AreMadeLater()
    {
        var table = TableOf(live: 100, expired: 20);
        var nights = new PlayedNights(table, s_standard with { DeleteAtMostPercent = 50 });
        nights.Play();
        var throttled = 0;
        table.Meanwhile = () => table.Throttles = throttled++ < 3 ? 1 : 0;
        var report = nights.Play();

        Assert.Equal(20, table.Deleted.Count);
        Assert.Contains("20 were deleted", report.Findings[0].Text, StringComparison.Ordinal);
        Assert.Equal(3, nights.Waits.Count);
    }

    [Fact]
    public void TableThatThrottlesOnAndOn_IsLeftForTheNextNight()
    {
        var table = TableOf(live: 100, expired: 5);
        table.Throttles = 100;
        var nights = new PlayedNights(table, s_standard);
        var report = nights.Play();

        Assert.Equal(92, table.Throttles);
        Assert.Contains(report.Problems, one => one.Key == "unfinished sessions");
        Assert.Null(report.Keep);
    }

    [Fact]
    public void NightThatIsTooShort_BeginsAnotherNightWithAnotherSegment()
    {
        var table = TableOf(live: 3000, expired: 60);
        table.Provisioned = (10, 10);
        var nights = new PlayedNights(table, s_standard with { RunAtMost = TimeSpan.FromSeconds(60) });
        var first = nights.Play();
        Assert.Contains(first.Problems, one => one.Key == "unfinished sessions");
        for (var night = 0; night < 4; night++)
        {
            nights.Play();
        }

        Assert.Equal(60, table.Deleted.Count);
    }

    [Fact]
    public void TableThatCannotBeSeen_IsMissingAndItsRuleStaysAnnounced()
    {
        var table = TableOf(live: 100, expired: 5);
        var nights = new PlayedNights(table, s_standard);
        nights.Play();
        table.IsGone = true;
        Assert.Equal(FindingLevel.Missing, Assert.Single(nights.Play().Findings).Level);
        table.IsGone = false;
        nights.Play();

        Assert.Equal(5, table.Deleted.Count);
    }

    [Fact]
    public void RefusedDeletes_AreDanger()
    {
        var table = TableOf(live: 100, expired: 5);
        var nights = new PlayedNights(table, s_standard);
        nights.Play();
        table.RefusesDeletes = true;

        Assert.Contains(nights.Play().Findings, one => one is { Key: "refused sessions", Level: FindingLevel.Danger });
    }

    [Fact]
    public void ItemsWhoseAgeIsUnclear_AreKeptAndCounted()
    {
        var table = TableOf(live: 10, expired: 1);
        table.Put("none", null);
        table.Put("unclear", new ItemValue("S", "2020-01-01"));
        table.Put("zero", new ItemValue("N", "0"));
        table.Put("future", Seconds(Some.Now.AddDays(90)));
        var nights = new PlayedNights(table, s_standard with { DeleteAtMostPercent = 50 });
        nights.Play();
        var report = nights.Play();

        Assert.Equal(14, table.Items.Count);
        Assert.Equal(
            ["future sessions", "unreadable sessions", "without sessions"],
            report.Problems.Select(one => one.Key).Order()
        );
        Assert.Contains(
            report.Problems,
            one => one.Text.Contains("2 of 15 items say no time", StringComparison.Ordinal)
        );
    }

    /// <summary>Whatever the items say, whoever renews them, wherever it is killed.</summary>
    [Fact]
    public void WhatIsNotExpired_IsNeverDeleted() =>
        Gen.Int[0, int.MaxValue]
            .Sample(
                seed =>
                {
                    var chance = Chance.StreamOf((ulong)seed, "nights");
                    var unit = chance.Below(4) is var drawn && drawn < 3 ? (TimeUnit)drawn : (TimeUnit?)null;
                    var table = new FakeTable(
                        new OperatedTable(
                            "sessions",
                            s_rule with
                            {
                                MostAge = TimeSpan.FromDays(1 + chance.Below(60)),
                                Unit = unit,
                            }
                        )
                    )
                    {
                        Provisioned = chance.Below(2) == 0 ? null : (1 + chance.Below(200), 1 + chance.Below(200)),
                    };
                    var nights = new PlayedNights(
                        table,
                        s_standard with
                        {
                            Segments = 1 + chance.Below(5),
                            DeleteAtMostPercent = 1 + chance.Below(50),
                        }
                    )
                    {
                        Dies = () => (chance.Below(40) == 0, chance.Below(40) == 0),
                    };
                    for (var number = 0; number < 150; number++)
                    {
                        table.Put(Key(number), AnyTime(chance, nights.Now));
                    }

                    table.Meanwhile = () => table.Put(Key(chance.Below(150)), AnyTime(chance, nights.Now));
                    for (var night = 0; night < 3; night++)
                    {
                        table.Throttles = chance.Below(4) == 0 ? chance.Below(6) : 0;
                        nights.WhyHeld = chance.Below(5) == 0 ? "held" : null;
                        var (before, gone, isNew) = (table.Items.Count, table.Deleted.Count, nights.Last?.Keep is null);
                        nights.Play();
                        var deleted = table.Deleted.Count - gone;
                        Assert.True(!isNew || deleted == 0, "a new rule deletes nothing");
                        Assert.InRange(deleted, 0, Math.Ceiling(before * nights.Policy.DeleteAtMostPercent / 100.0));
                    }

                    Assert.All(table.Deleted, one => Assert.True(IsExpired(one.Value, table, one.At), $"{one}"));
                },
                iter: 300
            );

    /// <summary>Judged anew, in another way than the check does it.</summary>
    private static bool IsExpired(ItemValue value, FakeTable table, DateTimeOffset now)
    {
        var rule = (TableExpiry.ByAge)table.Table.Expiry!;
        if (value.Type == "S")
        {
            return rule.Unit is null or TimeUnit.Iso8601
                && DateTimeOffset.Parse(value.Text, CultureInfo.InvariantCulture) + rule.MostAge < now;
        }

        var number = double.Parse(value.Text, CultureInfo.InvariantCulture);
        var age = now - DateTimeOffset.UnixEpoch.AddSeconds(number > 100e9 ? number / 1000 : number);
        return value.Type == "N"
            && rule.Unit != TimeUnit.Iso8601
            && (rule.Unit is null || rule.Unit == (number > 100e9 ? TimeUnit.Milliseconds : TimeUnit.Seconds))
            && age > rule.MostAge - TimeSpan.FromSeconds(1)
            && age < TimeSpan.FromDays(27 * 365);
    }

    private static ItemValue? AnyTime(Chance chance, DateTimeOffset now)
    {
        var time = now + chance.Between(TimeSpan.FromDays(-90), TimeSpan.FromDays(3));
        return chance.Below(9) switch
        {
            0 or 1 => Seconds(time),
            2 or 3 => new ItemValue("N", Digits(time.ToUnixTimeMilliseconds())),
            4 or 5 => new ItemValue("S", time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            6 => new ItemValue("S", time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            7 => new ItemValue("N", Digits(chance.Below(1_000_000))),
            _ => null,
        };
    }

    private static FakeTable TableOf(int live, int expired)
    {
        var table = new FakeTable(new OperatedTable("sessions", s_rule));
        Fill(table, live, expired);
        return table;
    }

    private static void Fill(FakeTable table, int live, int expired)
    {
        for (var number = 0; number < live; number++)
        {
            table.Put(string.Create(CultureInfo.InvariantCulture, $"live-{number}"), Seconds(Some.Now));
        }

        for (var number = 0; number < expired; number++)
        {
            table.Put(
                string.Create(CultureInfo.InvariantCulture, $"expired-{number}"),
                Seconds(Some.Now.AddDays(-31).AddMinutes(-number))
            );
        }
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"item-{number}");

    private static ItemValue Seconds(DateTimeOffset time) => new("N", Digits(time.ToUnixTimeSeconds()));

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}

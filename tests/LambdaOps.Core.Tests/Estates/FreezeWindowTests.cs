using System.Globalization;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class FreezeWindowTests
{
    private static readonly FreezeWindow s_yearEnd = new FreezeWindow.Once(
        "year end",
        [],
        new DateTime(2026, 12, 28, 18, 0, 0),
        new DateTime(2027, 1, 4, 9, 0, 0)
    );

    private static readonly FreezeWindow s_weekend = new FreezeWindow.Weekly(
        "Friday night",
        [Some.Target],
        [DayOfWeek.Friday],
        new TimeOnly(17, 0),
        new TimeOnly(6, 0)
    );

    private static readonly FreezeWindow s_lunch = new FreezeWindow.Weekly(
        "lunch",
        [],
        [DayOfWeek.Monday, DayOfWeek.Tuesday],
        new TimeOnly(12, 0),
        new TimeOnly(13, 0)
    );

    private static readonly FreezeWindow s_sunday = new FreezeWindow.Weekly(
        "Sunday",
        [],
        [DayOfWeek.Sunday],
        default,
        default
    );

    [Theory]
    [InlineData("2026-12-28T17:59:59", false)]
    [InlineData("2026-12-28T18:00:00", true)]
    [InlineData("2027-01-04T08:59:59", true)]
    [InlineData("2027-01-04T09:00:00", false)]
    public void Once_IsFromUntil(string local, bool frozen) => Assert.Equal(frozen, s_yearEnd.Contains(At(local)));

    [Theory]
    [InlineData("2026-11-27T16:59:59", false)]
    [InlineData("2026-11-27T17:00:00", true)]
    [InlineData("2026-11-28T05:59:59", true)]
    [InlineData("2026-11-28T06:00:00", false)]
    [InlineData("2026-11-28T17:00:00", false)]
    [InlineData("2026-11-27T05:00:00", false)]
    public void Weekly_GoesOverMidnight(string local, bool frozen) =>
        Assert.Equal(frozen, s_weekend.Contains(At(local)));

    [Theory]
    [InlineData("2026-11-23T11:59:59", false)]
    [InlineData("2026-11-23T12:00:00", true)]
    [InlineData("2026-11-24T12:59:59", true)]
    [InlineData("2026-11-24T13:00:00", false)]
    [InlineData("2026-11-25T12:30:00", false)]
    public void Weekly_IsOnItsDays(string local, bool frozen) => Assert.Equal(frozen, s_lunch.Contains(At(local)));

    /// <summary>From midnight to midnight is the whole day.</summary>
    [Theory]
    [InlineData("2026-11-28T23:59:59", false)]
    [InlineData("2026-11-29T00:00:00", true)]
    [InlineData("2026-11-29T23:59:59", true)]
    [InlineData("2026-11-30T00:00:00", false)]
    public void Weekly_MayBeAWholeDay(string local, bool frozen) => Assert.Equal(frozen, s_sunday.Contains(At(local)));

    /// <summary>09:00 UTC is 18:00 in Tokyo; the estate's clock counts.</summary>
    [Theory]
    [InlineData("2026-12-28T08:59:59Z", false)]
    [InlineData("2026-12-28T09:00:00Z", true)]
    public void Estate_IsFrozenByItsOwnClock(string utc, bool frozen) =>
        Assert.Equal(
            frozen ? "freeze window 'year end': changes need approval" : null,
            (Some.Estate with { Freezes = [s_yearEnd] }).FrozenBy(
                Some.Target,
                DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture)
            )
        );

    [Fact]
    public void Window_IsAboutItsTargetsOnly()
    {
        var friday = new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);
        var estate = Some.Estate with { Freezes = [s_weekend] };

        Assert.NotNull(estate.FrozenBy(Some.Target, friday));
        Assert.Null(estate.FrozenBy(new TargetId("other"), friday));
    }

    /// <summary>Not to know the time is no leave to act.</summary>
    [Fact]
    public void UnknownZone_IsFrozenWhereThereAreWindows()
    {
        var lost = Some.Estate with { TimeZone = "Nowhere/Nothing" };

        Assert.Null(lost.FrozenBy(Some.Target, Some.Now));
        Assert.Contains(
            "Nowhere/Nothing",
            (lost with { Freezes = [s_yearEnd] }).FrozenBy(Some.Target, Some.Now),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("freezes", "until", "2026-12-28T18:00", "$.freezes[0].until", "a moment after from")]
    [InlineData("freezes", "from", "2026-02-30T18:00", "$.freezes[0].from", "a local date and time")]
    [InlineData("freezes", "from", "2026-12-28 18:00", "$.freezes[0].from", "a local date and time")]
    [InlineData("freezes", "name", "", "$.freezes[0].name", "the window's name")]
    [InlineData("weeklyFreezes", "from", "24:00", "$.weeklyFreezes[0].from", "a time such as")]
    public void Reader_NamesThePlace(string list, string member, string value, string path, string expected)
    {
        var error = Assert.Single(ErrorsAfter(root => root[list]![0]![member] = value));

        Assert.Equal(path, error.Path);
        Assert.StartsWith(expected, error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "freezes",
        "targets",
        "nobody",
        "$.freezes[0].targets[0]",
        "the id of a service or site: one of \"api\""
    )]
    [InlineData("weeklyFreezes", "days", "Friday", "$.weeklyFreezes[0].days[0]", "one of \"sunday\"")]
    public void Reader_NamesTheElement(string list, string member, string value, string path, string expected)
    {
        var error = Assert.Single(ErrorsAfter(root => root[list]![0]![member]![0] = value));

        Assert.Equal(path, error.Path);
        Assert.StartsWith(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_WantsADay() =>
        Assert.Equal(
            "$.weeklyFreezes[0].days",
            Assert.Single(ErrorsAfter(root => root["weeklyFreezes"]![0]!["days"]!.AsArray().Clear())).Path
        );

    [Fact]
    public void Reader_KnowsKindsOfAction()
    {
        var error = Assert.Single(
            ErrorsAfter(root => root["services"]![0]!["remedies"]!["totalOutage"]!["askFirst"]![0] = "restart")
        );

        Assert.Equal("$.services[0].remedies.totalOutage.askFirst[0]", error.Path);
        Assert.Contains("\"restartAt\"", error.Expected, StringComparison.Ordinal);
    }

    private static DateTime At(string local) => DateTime.Parse(local, CultureInfo.InvariantCulture);
}

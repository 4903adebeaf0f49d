using System.Globalization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Resources;

public sealed class ActiveMutesTests
{
    // A Thursday; 12:15 in Tokyo.
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("at(2026-01-15T03:00)", "PT1H", null, null, "2026-01-15 04:00")]
    [InlineData("at(2026-01-15T12:00)", "PT1H", "Asia/Tokyo", null, "2026-01-15 04:00")]
    [InlineData("at(2026-01-15T03:00)", "P15D", null, null, "2026-01-30 03:00")]
    [InlineData("cron(0 3 * * *)", "PT2H", null, null, "2026-01-15 05:00")]
    [InlineData("cron(0 12 * * *)", "PT2H", "Asia/Tokyo", null, "2026-01-15 05:00")]
    [InlineData("cron(0 0 * * MON-THU)", "P1D", null, null, "2026-01-16 00:00")]
    [InlineData("cron(0 0 * * 0,4)", "P2DT12H", null, null, "2026-01-17 12:00")]
    [InlineData("cron(0 0 * * thu)", "PT4H", null, null, "2026-01-15 04:00")]
    [InlineData("cron(0 0 15 JAN *)", "PT4H", null, null, "2026-01-15 04:00")]
    // Window after window without a gap.
    [InlineData("cron(0 0 * * *)", "P1D", null, null, "ever")]
    [InlineData("cron(0 0 * * *)", "PT23H59M", null, null, "2026-01-15 23:59")]
    [InlineData("cron(0,30 * * * *)", "PT30M", null, null, "ever")]
    [InlineData("cron(* * * * *)", "PT1M", null, null, "ever")]
    [InlineData("cron(0 0 1,15 * *)", "P15D", null, null, "2026-01-30 00:00")]
    [InlineData("cron(0 0 * * *)", "P1D", null, "2030-01-01", "2030-01-01 00:00")]
    [InlineData("at(2026-01-15T03:00)", "P15D", null, "2026-01-16", "2026-01-16 00:00")]
    // What is not known here.
    [InlineData("rate(1 day)", "P1D", null, null, null)]
    [InlineData("cron(0 0 * *)", "P1D", null, null, null)]
    [InlineData("cron(0 24 * * *)", "P1D", null, null, null)]
    [InlineData("cron(0 0 L * *)", "P1D", null, null, null)]
    [InlineData("cron(0 0 * * *)", "a day", null, null, null)]
    [InlineData("cron(0 0 * * *)", "P1D", "Tokyo", null, null)]
    public void Until_FollowsWindowsAsLongAsTheyTouch(
        string when,
        string length,
        string? zone,
        string? expires,
        string? until
    )
    {
        var rule = new AlarmMute("m", ["a"], when, length, zone, expires is null ? null : Read(expires));
        Assert.Equal(
            until switch
            {
                null => null,
                "ever" => DateTimeOffset.MaxValue,
                _ => Read(until),
            },
            rule.Until(s_now)
        );
    }

    private static DateTimeOffset Read(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

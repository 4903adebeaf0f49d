using System.Collections.Immutable;
using LambdaOps.Cli.Commands;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Tests;

/// <summary>What checks found, as a person reads it from the command line.</summary>
public class ChecksTests
{
    private const string Arn = "arn:aws:scheduler:ap-northeast-1:123456789012:schedule/default/sweep";

    private static readonly DateTimeOffset s_night = new(2026, 1, 14, 17, 30, 0, TimeSpan.Zero);

    private static readonly SweepCheck s_nightly = new("Sweep", new Schedule.Daily(new TimeOnly(2, 30)));

    private static readonly CheckRecord s_record = new(s_nightly.Name, "1 of 2")
    {
        Taken = ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add(Arn, s_night),
        Last = new CheckReport(
            s_night.AddSeconds(3),
            s_night.AddMinutes(4),
            [
                new Finding(FindingLevel.Fine, "rows", "312 rows were expired"),
                new Finding(FindingLevel.Danger, "ttl", "TTL is off on sessions"),
                new Finding(FindingLevel.Missing, "metric", "no datapoint of tokens"),
            ]
        )
        {
            ScheduledFor = s_night,
            Held = "mode is 'Observe'",
            Counts = [new ChangeCount("deleteExpiredItems", 312, 1, 0)],
            Since = ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add("ttl", s_night.AddDays(-3)),
        },
    };

    [Fact]
    public void List_HasALineForEachCheckWithItsWorst() =>
        Assert.Equal(
            "sweep  danger   2026-01-15 02:34:00 +09:00  3 findings, 2 of them problems: TTL is off on sessions; "
                + "next 2026-01-16 02:30:00 +09:00\n",
            Text(s_night.AddHours(1)).List([(s_nightly, [s_record])])
        );

    /// <summary>The oldest of the reports, and the worst of all findings.</summary>
    [Fact]
    public void List_SumsUpTheParts()
    {
        var other = s_record with
        {
            Part = "2 of 2",
            Open = new CheckRun(s_night, s_night),
            Last = s_record.Last! with { EndedAt = s_night.AddMinutes(2), Findings = [] },
        };

        Assert.Equal(
            "sweep  danger   2026-01-15 02:32:00 +09:00  3 findings, 2 of them problems: TTL is off on sessions, and 1 "
                + "of 2 parts run now; next 2026-01-16 02:30:00 +09:00\n",
            Text(s_night.AddHours(1)).List([(s_nightly, [s_record, other])])
        );
    }

    /// <summary>A schedule that somebody disabled is seen here, and nowhere else so soon.</summary>
    [Theory]
    [InlineData(24 * 60 + 10, "next 2026-01-16 02:30:00 +09:00\n")]
    [InlineData(24 * 60 + 11, "OVERDUE since 2026-01-16 02:30:00 +09:00: is its schedule enabled?\n")]
    public void List_SaysWhatIsOverdue(int minutes, string expected) =>
        Assert.EndsWith(
            expected,
            Text(s_night.AddMinutes(minutes)).List([(s_nightly, [s_record])]),
            StringComparison.Ordinal
        );

    /// <summary>From when a rate counts nobody knows before its first run.</summary>
    [Fact]
    public void List_SaysWhatHasNotRun()
    {
        var quick = new SweepCheck("Watch", new Schedule.Every(TimeSpan.FromMinutes(15)));

        Assert.Equal(
            "sweep  has not run; next 2026-01-15 02:30:00 +09:00\nsweep  has not run; runs every 15 minutes\n",
            Text(s_night.AddMinutes(-1)).List([(s_nightly, []), (quick, [])])
        );
    }

    [Fact]
    public void Check_IsShownInFullTheWorstFirst() =>
        Assert.Equal(
            """
            check     sweep
            schedule  daily at 02:30, Asia/Tokyo
            then      next 2026-01-16 02:30:00 +09:00

            part      1 of 2
            run       2026-01-15 02:30:03 +09:00 to 2026-01-15 02:34:00 +09:00, for 2026-01-15 02:30:00 +09:00
            held      mode is 'Observe'
            changed   deleteExpiredItems: 312 done, 1 refused, 0 unknown
            danger    TTL is off on sessions (since 2026-01-12 02:30:00 +09:00)
            not seen  no datapoint of tokens
            fine      312 rows were expired

            """,
            Text(s_night.AddHours(1)).Of(s_nightly, [s_record])
        );

    [Fact]
    public void Parts_AreShownInTheirOrder() =>
        Assert.Equal(
            ["part      1 of 10", "part      2 of 10", "part      10 of 10"],
            Text(s_night)
                .Of(
                    s_nightly,
                    [.. ((string[])["1 of 10", "10 of 10", "2 of 10"]).Select(name => s_record with { Part = name })]
                )
                .Split('\n')
                .Where(line => line.StartsWith("part", StringComparison.Ordinal))
        );

    [Fact]
    public void RunThatGoesOn_IsShown()
    {
        var open = new CheckRun(s_night.AddSeconds(1), s_night.AddMinutes(1))
        {
            Intent = ["delete 25 items of sessions: they expired"],
        };

        var shown = Text(s_night.AddHours(1)).Of(s_nightly, [new CheckRecord(s_nightly.Name, "all") { Open = open }]);

        Assert.EndsWith(
            """
            part      all
            running   since 2026-01-15 02:30:01 +09:00, by request, last step 2026-01-15 02:31:00 +09:00
            about to  delete 25 items of sessions: they expired

            """,
            shown,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnknownCheck_IsRefusedInOneSentence()
    {
        var ran = await CommandLine.RunAsync("checks", "quickchek");

        Assert.Equal(
            (
                ExitCodes.Usage,
                $"lambdaops: found 'quickchek', expected one of {string.Join(", ", AllProcedures.Checks.Select(check => check.Name))}\n"
            ),
            (ran.ExitCode, ran.Errors)
        );
    }

    private static CheckText Text(DateTimeOffset now) => new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), now);
}

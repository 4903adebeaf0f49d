using LambdaOps.Account.Lambda;
using LambdaOps.Core.Calendars;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>
/// What a check's schedule says of itself is what EventBridge Scheduler makes of its expression: for ten years, in zones
/// with and without daylight saving, and in one that moves by half an hour.
/// </summary>
public class SchedulesOfChecksTests
{
    private const int Years = 10;

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Schedule[] s_schedules =
    [
        new Schedule.Daily(new TimeOnly(2, 0)),
        new Schedule.Daily(new TimeOnly(2, 30)),
        new Schedule.Daily(new TimeOnly(9, 0)),
        new Schedule.Weekly(DayOfWeek.Sunday, new TimeOnly(3, 0)),
        new Schedule.Weekly(DayOfWeek.Saturday, new TimeOnly(1, 30)),
        new Schedule.Weekly(DayOfWeek.Monday, new TimeOnly(10, 0)),
        new Schedule.FirstOfMonth(DayOfWeek.Sunday, new TimeOnly(2, 0)),
        new Schedule.FirstOfMonth(DayOfWeek.Wednesday, new TimeOnly(2, 30)),
        new Schedule.Every(TimeSpan.FromMinutes(15)),
        new Schedule.Every(TimeSpan.FromMinutes(60)),
    ];

    private static readonly string[] s_zones =
    [
        "Asia/Tokyo",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var schedule in s_schedules)
            {
                foreach (var zone in s_zones)
                {
                    cases.Add(schedule.ToString(), zone);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Times_AreThoseOfScheduler(string name, string zoneName)
    {
        var schedule = s_schedules.Single(one => one.ToString() == name);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var expression = ScheduleExpression.Parse(schedule.Expression, zone);
        var (end, runs) = (s_start.AddYears(Years), 0);

        for (var at = s_start; ; runs++)
        {
            var next = schedule.Next(at, zone);
            Assert.Equal(expression.Next(at, s_start), next);
            if (next >= end)
            {
                break;
            }

            at = next;
        }

        Assert.InRange(runs, Years * 11, int.MaxValue);
    }
}

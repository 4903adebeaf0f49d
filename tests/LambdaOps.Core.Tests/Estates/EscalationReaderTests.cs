using System.Text.Json.Nodes;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class EscalationReaderTests
{
    [Fact]
    public void Read_TakesEveryMember()
    {
        var read = Of(Full);

        Assert.Equal(new EscalationRule(Minutes(5), EscalationLevel.L3, Minutes(16), EscalationClock.Always), read.P1);
        Assert.Equal(
            new EscalationRule(Minutes(31), EscalationLevel.L2, Minutes(61), EscalationClock.Always)
            {
                RisesAfter = Minutes(600),
            },
            read.P2
        );
        Assert.Equal(
            new EscalationRule(Minutes(121), EscalationLevel.L3, Minutes(241), EscalationClock.BusinessHours)
            {
                RisesAfter = Minutes(601),
            },
            read.P3
        );
        Assert.Equal(
            new EscalationRule(Minutes(480), Next: null, Minutes(541), EscalationClock.BusinessHours)
            {
                RisesAfter = Minutes(602),
            },
            read.P4
        );
        Assert.Equal(EscalationLevel.L2, read.FirstAtNight);
        Assert.Equal("Asia/Tokyo", read.Calendar.Zone!.Id);
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Saturday], read.Calendar.Days);
        Assert.Equal((new TimeSpan(8, 30, 0), TimeSpan.FromHours(24)), (read.Calendar.From, read.Calendar.Until));
        Assert.Equal([new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)], read.Calendar.Holidays);
        Assert.Equal(PublicHolidays.Japan, read.Calendar.PublicHolidays);
    }

    /// <summary>インシデント分類, and 営業時間中の監視（9:00-18:00）.</summary>
    [Theory]
    [InlineData("""null""")]
    [InlineData("""{}""")]
    [InlineData("""{ "levels": { "P1": {}, "P2": {}, "P3": {}, "P4": {} }, "businessHours": {} }""")]
    public void LeftOut_IsTheRunbooks(string escalation)
    {
        var root = Parse(Full);
        root.AsObject().Remove("escalation");
        if (JsonNode.Parse(escalation) is { } some)
        {
            root["escalation"] = some;
        }

        var read = Of(root.ToJsonString());

        Assert.Equal(new EscalationRule(Minutes(0), EscalationLevel.L3, Minutes(15), EscalationClock.Always), read.P1);
        Assert.Equal(new EscalationRule(Minutes(30), EscalationLevel.L2, Minutes(60), EscalationClock.Always), read.P2);
        Assert.Equal(
            new EscalationRule(Minutes(120), EscalationLevel.L2, Minutes(240), EscalationClock.BusinessHours),
            read.P3
        );
        Assert.Equal((null, null), (read.P4.AnswerWithin, read.P4.Next));
        Assert.Equal(EscalationLevel.L1, read.FirstAtNight);
        Assert.Equal(EscalationPolicy.Default, read with { Calendar = BusinessCalendar.Default });
        Assert.Equal(
            BusinessCalendar.Default with
            {
                Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
            },
            read.Calendar
        );
    }

    [Theory]
    [InlineData("publicHolidays", "\"jp\"", "one of \"none\", \"japan\"")]
    [InlineData("levels.P1.nextLevel", "\"L1\"", "one of \"none\", \"L2\", \"L3\"")]
    [InlineData("levels.P2.acknowledgeWithinMinutes", "-1", "a whole number from 0 to 10080")]
    [InlineData("levels.P3.clock", "\"nights\"", "one of \"always\", \"businessHours\"")]
    [InlineData("firstLevelAtNight", "\"L4\"", "one of \"L1\", \"L2\", \"L3\"")]
    [InlineData("businessHours.from", "\"9:00\"", "a time of day such as 09:00")]
    [InlineData("businessHours.from", "\"24:00\"", "a time of day such as 09:00")]
    [InlineData("businessHours.until", "\"24:01\"", "a time of day such as 18:00, 24:00 at the latest")]
    [InlineData("businessHours.days", "[]", "at least one day")]
    [InlineData("holidays", "\"2026-01-01\"", "an array of dates such as 2026-01-01")]
    public void Wrong_IsNamedWithItsPlace(string path, string value, string expected)
    {
        var error = Assert.Single(ErrorsAfter(root => Set(root, path, value)));

        Assert.Equal(($"$.escalation.{path}", value, expected), (error.Path, error.Found, error.Expected));
    }

    [Theory]
    [InlineData("holidays", "[\"2026-02-30\"]", "$.escalation.holidays[0]")]
    [InlineData("holidays", "[\"2026-01-01\",\"1 May\"]", "$.escalation.holidays[1]")]
    [InlineData("businessHours.days", "[\"monday\",\"Tuesday\"]", "$.escalation.businessHours.days[1]")]
    [InlineData("levels.P5", "{}", "$.escalation.levels.P5")]
    [InlineData("levels.P1.riseAfterMinutes", "5", "$.escalation.levels.P1.riseAfterMinutes")]
    public void WrongElement_IsNamedWithItsPlace(string path, string value, string place) =>
        Assert.Equal(place, Assert.Single(ErrorsAfter(root => Set(root, path, value))).Path);

    [Theory]
    [InlineData("09:00", "09:59", false)]
    [InlineData("09:00", "10:00", true)]
    [InlineData("18:00", "09:00", false)]
    public void Hours_AreAnHourOrMore(string from, string until, bool isValid)
    {
        var errors = ErrorsAfter(root =>
        {
            root["escalation"]!["businessHours"]!["from"] = from;
            root["escalation"]!["businessHours"]!["until"] = until;
        });

        Assert.Equal(isValid ? [] : ["$.escalation.businessHours"], errors.Select(error => error.Path));
    }

    /// <summary>What the schema tells editors is what the reader does.</summary>
    [Fact]
    public void Defaults_AreTheSchemas()
    {
        var levels = Parse(Schema)["properties"]!["escalation"]!["properties"]!["levels"]!["properties"]!.AsObject();

        Assert.Equal(["P1", "P2", "P3", "P4"], levels.Select(level => level.Key));
        Assert.All(
            levels,
            level =>
            {
                var rule = EscalationPolicy.Default[Enum.Parse<Severity>(level.Key)];
                var members = level.Value!["properties"]!;
                Assert.Equal(rule.AnswerWithin?.TotalMinutes, (double?)members["acknowledgeWithinMinutes"]!["default"]);
                Assert.Equal(rule.Next?.ToString() ?? "none", (string?)members["nextLevel"]!["default"]);
                Assert.Equal(rule.NextAfter.TotalMinutes, (double?)members["nextAfterMinutes"]!["default"]);
                Assert.Equal(rule.Clock.ToString(), (string?)members["clock"]!["default"], ignoreCase: true);
                Assert.Null(rule.RisesAfter);
            }
        );
    }

    private static void Set(JsonNode root, string path, string value)
    {
        var steps = path.Split('.');
        steps.SkipLast(1).Aggregate(root["escalation"]!, (node, step) => node[step]!)[steps[^1]] = JsonNode.Parse(
            value
        );
    }

    private static EscalationPolicy Of(string json) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(json)).Estate.Escalation;

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}

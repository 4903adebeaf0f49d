using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>
/// What a new check costs: its class and a line in the registration. Its schedule by the estate's wall clock, queue,
/// permissions, settings and row follow from these alone; and its function, where that is a new one.
/// </summary>
public class AddingACheckTests
{
    private static readonly Estate s_estate = DrillEstate.Read(Repository.Estate).Estate;

    private static readonly Schedule s_nightly = new Schedule.Daily(new TimeOnly(2, 30));

    private static readonly string s_template = File.ReadAllText(Repository.Template);

    [Fact]
    public void NewFunction_IsWrittenWhole()
    {
        var (written, resources) = With(new SweepCheck("Sweep", s_nightly));

        string[] expected =
        [
            "SweepTicks",
            "SweepLogs",
            "SweepRole",
            "SweepFunction",
            "SweepFailuresAlarm",
            "SweepQueueAgeAlarm",
            "SweepMissedAlarm",
            "SweepScheduleRole",
            "SweepSweepSchedule",
        ];
        Assert.Equal(expected, resources.Select(one => one.Key).Except(Resources(s_template).Select(one => one.Key)));
        Assert.Empty(
            EstateTemplate.Write(written, s_estate, [.. AllProcedures.All, new SweepCheck("Sweep", s_nightly)]).Changed
        );
        var stack = Stack.Read(written, new StackOptions { Region = s_estate.Region });
        var function = stack.Function("SweepFunction");
        var source = Assert.Single(function.QueueSources);
        Assert.EndsWith("-Sweep-ticks", source.QueueArn, StringComparison.Ordinal);
        Assert.Equal(2, source.MaximumConcurrency);
        Assert.Equal("Sweep", function.Environment["LAMBDAOPS_FUNCTION"]);
        Assert.True(function.MayRecurse);
        Assert.Empty(stack.Rules.Where(rule => rule.Targets.Any(target => target.Arn == function.Arn)));
    }

    /// <summary>A run writes its records by updates, and goes on over its function's own queue.</summary>
    [Theory]
    [InlineData("sqs:SendMessage", "SweepTicks", true)]
    [InlineData("sqs:ChangeMessageVisibility", "SweepTicks", true)]
    [InlineData("sqs:SendMessage", "LatencyTicks", true)]
    [InlineData("sqs:ReceiveMessage", "LatencyTicks", false)]
    [InlineData("dynamodb:GetItem", "JournalTable", true)]
    [InlineData("dynamodb:UpdateItem", "JournalTable", true)]
    [InlineData("dynamodb:PutItem", "JournalTable", false)]
    [InlineData("dynamodb:Query", "JournalTable", false)]
    public void NewFunction_MayDoWhatARunNeeds(string action, string resource, bool may)
    {
        var stack = Stack.Read(
            With(new SweepCheck("Sweep", s_nightly)).Text,
            new StackOptions { Region = s_estate.Region }
        );
        var arn =
            stack.Queues.FirstOrDefault(queue => queue.LogicalId == resource)?.Arn
            ?? stack.Tables.Single(table => table.LogicalId == resource).Arn;

        Assert.Equal(may, stack.Function("SweepFunction").Policy.Allows(action, arn));
        Assert.False(stack.Function("LatencyFunction").Policy.Allows(action, Arn("SweepTicks")));

        string Arn(string queue) => stack.Queues.Single(one => one.LogicalId == queue).Arn;
    }

    /// <summary>Lambda's advice: six times as long as an invocation may take, which of a check is a minute.</summary>
    [Fact]
    public void Queue_HidesAMessageForSixMinutes() =>
        Assert.Equal(
            360,
            (int)With(new SweepCheck("Sweep", s_nightly)).Resources["SweepTicks"]!["Properties"]!["VisibilityTimeout"]!
        );

    [Fact]
    public void Schedule_IsByTheEstatesWallClock()
    {
        var schedule = With(new SweepCheck("Sweep", s_nightly)).Resources["SweepSweepSchedule"]!["Properties"]!;

        Assert.Equal(
            ("cron(30 2 * * ? *)", "Asia/Tokyo", "OFF", "ENABLED"),
            (
                (string?)schedule["ScheduleExpression"],
                (string?)schedule["ScheduleExpressionTimezone"],
                (string?)schedule["FlexibleTimeWindow"]!["Mode"],
                (string?)schedule["State"]
            )
        );
        Assert.Equal(
            """{"job":"sweep","schedule":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>"}""",
            (string?)schedule["Target"]!["Input"]
        );
        Assert.Equal(
            """{"MaximumRetryAttempts":185,"MaximumEventAgeInSeconds":21600}""",
            schedule["Target"]!["RetryPolicy"]!.ToJsonString()
        );
    }

    /// <summary>Where the zone moves its clocks, so does the schedule; a rate has none.</summary>
    [Fact]
    public void Schedule_FollowsTheEstatesZone()
    {
        var york = s_estate with { TimeZone = "America/New_York" };
        ImmutableArray<Procedure> procedures = [.. AllProcedures.All, new SweepCheck("Sweep", s_nightly)];

        var resources = Resources(
            EstateTemplate.Write(With(new SweepCheck("Sweep", s_nightly)).Text, york, procedures).Text
        );

        Assert.Equal(
            "America/New_York",
            (string?)resources["SweepSweepSchedule"]!["Properties"]!["ScheduleExpressionTimezone"]
        );
        Assert.Null(resources["WatchSchedule"]!["Properties"]!["ScheduleExpressionTimezone"]);
    }

    /// <summary>A day may have 25 hours. CloudWatch looks back over a week at most: a week itself is too long.</summary>
    [Theory]
    [MemberData(nameof(Spans))]
    public void Alarm_IsForAFunctionThatNothingInvokes(string schedule, int? period, int? periods, int age)
    {
        var resources = With(new SweepCheck("Sweep", Schedules[schedule])).Resources;
        var alarm = resources["SweepMissedAlarm"]?["Properties"];

        Assert.Equal(
            (period, periods, periods),
            ((int?)alarm?["Period"], (int?)alarm?["EvaluationPeriods"], (int?)alarm?["DatapointsToAlarm"])
        );
        Assert.Equal(
            age,
            (int?)resources["SweepFunction"]!["Properties"]!["EventInvokeConfig"]!["MaximumEventAgeInSeconds"]
        );
        if (period * periods is { } looks)
        {
            Assert.InRange(looks, Schedules[schedule].Period.TotalSeconds, 604_800);
            Assert.True(period >= 3600 || looks <= 86_400);
        }
    }

    public static TheoryData<string, int?, int?, int> Spans =>
        new()
        {
            { "quarter", 900, 3, 900 },
            { "hour", 3600, 3, 3600 },
            { "day", 3600, 26, 21600 },
            { "week", null, null, 21600 },
        };

    private static Dictionary<string, Schedule> Schedules { get; } =
        new()
        {
            ["quarter"] = new Schedule.Every(TimeSpan.FromMinutes(15)),
            ["hour"] = new Schedule.Every(TimeSpan.FromHours(1)),
            ["day"] = s_nightly,
            ["week"] = new Schedule.Weekly(DayOfWeek.Sunday, new TimeOnly(3, 0)),
        };

    /// <summary>A schedule is told by its ARN: what stands beside it changes nothing of it.</summary>
    [Fact]
    public void FunctionThatThereIs_GetsAScheduleAndKeepsItsOwn()
    {
        var (text, after) = With(new SweepCheck("Watch", s_nightly));
        var before = Resources(s_template);

        Assert.Equal(before["WatchSchedule"]!.ToJsonString(), after["WatchSchedule"]!.ToJsonString());
        Assert.Equal(before["WatchMissedAlarm"]!.ToJsonString(), after["WatchMissedAlarm"]!.ToJsonString());
        Assert.Equal("Watch", (string?)Function(after)["Environment"]!["Variables"]!["LAMBDAOPS_FUNCTION"]);
        Assert.Equal(300, (int)Function(after)["EventInvokeConfig"]!["MaximumEventAgeInSeconds"]!);
        var stack = Stack.Read(text, new StackOptions { Region = s_estate.Region });
        Assert.Equal(
            ["cron(30 2 * * ? *)"],
            stack.Schedules.Where(one => one.LogicalId == "WatchSweepSchedule").Select(one => one.Expression)
        );
        Assert.True(
            stack
                .Function("WatchFunction")
                .Policy.Allows(
                    "ecs:DescribeServices",
                    $"arn:aws:ecs:{s_estate.Region}:123456789012:service/{s_estate.Services[0].Cluster}/{s_estate.Services[0].Service}"
                )
        );

        static JsonNode Function(JsonObject resources) => resources["WatchFunction"]!["Properties"]!;
    }

    /// <summary>Nobody is asked at night; and what is new stands in the schema with its numbers.</summary>
    [Fact]
    public void Schema_HasItsSetting()
    {
        ImmutableArray<Procedure> procedures = [.. AllProcedures.All, new SweepCheck("Watch", s_nightly)];
        var before = File.ReadAllText(Path.Combine(Repository.Root, "estate.schema.json"));

        var written = EstateSchema.Write(before, procedures);

        var setting = JsonNode.Parse(written.Text)!["properties"]!["checks"]!["properties"]!["sweep"]!;
        Assert.Equal("a test: looks little.", (string?)setting["description"]);
        Assert.Equal("""["off","observe","act"]""", setting["properties"]!["mode"]!["enum"]!.ToJsonString());
        Assert.Null(setting["properties"]!["askFirst"]);
        var number = setting["properties"]!["policy"]!["properties"]!["percent"]!;
        Assert.Equal((1, 100, 5), ((int)number["minimum"]!, (int)number["maximum"]!, (int)number["default"]!));
        Assert.Empty(EstateSchema.Write(written.Text, procedures).Changed);
        Assert.Equal(before, EstateSchema.Write(written.Text).Text);
    }

    [Fact]
    public void Readme_HasItsRow() =>
        Assert.Contains(
            "| a test | looks little | done | – | [Sweep](src/LambdaOps.Core/Procedures/Sweep/SweepProcedure.cs) |",
            ProcedureTable
                .Write(
                    File.ReadAllText(Path.Combine(Repository.Root, "README.md")),
                    [.. AllProcedures.All, new SweepCheck("Watch", s_nightly)]
                )
                .Text,
            StringComparison.Ordinal
        );

    private static (string Text, JsonObject Resources) With(SweepCheck check)
    {
        var text = EstateTemplate.Write(s_template, s_estate, [.. AllProcedures.All, check]).Text;
        return (text, Resources(text));
    }

    private static JsonObject Resources(string template) => (JsonObject)JsonNode.Parse(template)!["Resources"]!;
}

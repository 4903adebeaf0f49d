using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Procedures;
using static LambdaOps.Cli.EstateTemplates.TemplateParts;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>The schedules of a function, with the role that they invoke it by and the alarm when nothing does.</summary>
internal sealed class FunctionSchedules(
    FunctionName name,
    ImmutableArray<Procedure> procedures,
    string timeZone,
    bool standsBy
)
{
    private const int HourSeconds = 3600;

    /// <summary>CloudWatch looks back over a week at most, and in periods of an hour or more beyond a day.</summary>
    private static readonly TimeSpan s_longestLook = TimeSpan.FromDays(7);

    /// <summary>Beyond a period: a day may have 25 hours, and what fails is tried again.</summary>
    private static readonly TimeSpan s_room = TimeSpan.FromHours(2);

    private readonly ImmutableArray<(Procedure Procedure, Schedule When)> _all =
    [
        .. from procedure in procedures
        from clock in procedure.Triggers.OfType<Trigger.ByClock>()
        select (procedure, clock.When),
    ];

    /// <summary>How long Lambda keeps an event that it could not deliver; null where the clock starts nothing.</summary>
    public int? Age => _all.IsEmpty ? null : AgeOf(_all.Min(one => one.When.Period));

    /// <summary>Logical ids and resources in their order; null for what it must not have.</summary>
    public IEnumerable<(string LogicalId, JsonObject? Resource)> All()
    {
        if (_all.IsEmpty)
        {
            yield break;
        }

        yield return ($"{name}MissedAlarm", MissedAlarm(_all.Min(one => one.When.Period)));
        yield return ($"{name}ScheduleRole", Role());
        foreach (var (procedure, when) in _all)
        {
            // A check's schedule has the same name whatever stands beside it: its runs are told by it.
            yield return (
                procedure is Check ? $"{name}{procedure.Name.Capitalised}Schedule" : $"{name}Schedule",
                Only(FunctionResources.ConditionOf(standsBy, [procedure]), ScheduleOf(procedure, when))
            );
        }
    }

    /// <summary>
    /// That nothing at all has invoked the function for so long. A single schedule that someone disabled does not show
    /// here where others go on; the next run of its check says what it missed.
    /// </summary>
    private JsonObject? MissedAlarm(TimeSpan period)
    {
        var (length, periods) =
            period < TimeSpan.FromDays(1)
                ? ((int)period.TotalSeconds, Math.Clamp((int)(TimeSpan.FromDays(1) / period), 1, 3))
                : (HourSeconds, (int)(period + s_room).TotalHours);
        var span = TimeSpan.FromSeconds(length * periods);
        return span > s_longestLook
            ? null
            : Alarm(
                new JsonObject
                {
                    ["AlarmDescription"] =
                        $"{name} of LambdaOps has not run for "
                        + (
                            span < TimeSpan.FromDays(1)
                                ? FormattableString.Invariant($"{span.TotalMinutes:0} minutes.")
                                : FormattableString.Invariant($"{span.TotalHours:0} hours.")
                        ),
                    ["Namespace"] = "AWS/Lambda",
                    ["MetricName"] = "Invocations",
                    ["Dimensions"] = Dimension("FunctionName", Ref($"{name}Function")),
                    ["Statistic"] = "Sum",
                    ["Period"] = length,
                    ["EvaluationPeriods"] = periods,
                    ["DatapointsToAlarm"] = periods,
                    ["Threshold"] = 1,
                    ["ComparisonOperator"] = "LessThanThreshold",
                    ["TreatMissingData"] = "breaching",
                }
            );
    }

    private JsonObject Role() =>
        Resource(
            "AWS::IAM::Role",
            new JsonObject
            {
                ["AssumeRolePolicyDocument"] = Policy(
                    new JsonObject
                    {
                        ["Effect"] = "Allow",
                        ["Principal"] = new JsonObject { ["Service"] = "scheduler.amazonaws.com" },
                        ["Action"] = "sts:AssumeRole",
                        ["Condition"] = new JsonObject
                        {
                            ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = Ref("AWS::AccountId") },
                        },
                    }
                ),
                ["Policies"] = new JsonArray(
                    new JsonObject
                    {
                        ["PolicyName"] = "Schedule",
                        ["PolicyDocument"] = Policy(
                            Allow("Invoke", "lambda:InvokeFunction", ArnOf($"{name}Function")),
                            Allow("KeepWhatFailed", "sqs:SendMessage", ArnOf("DeadLetters"))
                        ),
                    }
                ),
            }
        );

    private JsonObject ScheduleOf(Procedure procedure, Schedule when)
    {
        var properties = new JsonObject
        {
            ["Description"] = $"Starts {procedure.Name}.",
            ["ScheduleExpression"] = when.Expression,
            ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" },
            ["State"] = "ENABLED",
            ["Target"] = new JsonObject
            {
                ["Arn"] = ArnOf($"{name}Function"),
                ["RoleArn"] = ArnOf($"{name}ScheduleRole"),
                ["Input"] =
                    $"{{\"job\":\"{procedure.Name}\",\"schedule\":\"<aws.scheduler.schedule-arn>\","
                    + "\"at\":\"<aws.scheduler.scheduled-time>\"}",
                ["RetryPolicy"] = new JsonObject
                {
                    // A night's job has no other chance before the next night.
                    ["MaximumRetryAttempts"] = when.Period < TimeSpan.FromDays(1) ? 2 : 185,
                    ["MaximumEventAgeInSeconds"] = AgeOf(when.Period),
                },
                ["DeadLetterConfig"] = new JsonObject { ["Arn"] = ArnOf("DeadLetters") },
            },
        };
        if (when is Schedule.ByDate)
        {
            properties.Insert(2, "ScheduleExpressionTimezone", timeZone);
        }

        return new JsonObject { ["Type"] = "AWS::Scheduler::Schedule", ["Properties"] = properties };
    }

    /// <summary>What came too late for its period is the next one's; Lambda keeps an event for six hours at most.</summary>
    private static int AgeOf(TimeSpan period) => (int)Math.Clamp(period.TotalSeconds, 60, 6 * HourSeconds);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Watchdog;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// What a function of the stack consists of, from the procedures that it runs: its log, role and alarms; a queue for
/// ticks where it runs incidents; a topic where alarms start it; a schedule where the clock does. Members stand in the
/// order in which the generator of Amazon.Lambda.Annotations and people have written them.
/// </summary>
internal sealed class FunctionResources(FunctionName name, ImmutableArray<Procedure> procedures)
{
    /// <summary>Lambda's limit of a description.</summary>
    private const int LongestDescription = 256;

    private const string CodeFolder = "src/LambdaOps.Functions";

    public FunctionName Name => name;

    public ImmutableArray<Procedure> Procedures => procedures;

    public ImmutableArray<Remedy> Remedies { get; } = [.. procedures.OfType<Remedy>()];

    public bool RunsIncidents => !Remedies.IsEmpty;

    public bool AnswersAlarms => procedures.Any(one => one.Triggers.Any(trigger => trigger is Trigger.Alarm));

    private ImmutableArray<(Procedure Procedure, TimeSpan Period)> Schedules { get; } =
    [
        .. from procedure in procedures
        from clock in procedure.Triggers.OfType<Trigger.ByClock>()
        select (procedure, clock.When.Period),
    ];

    /// <summary>Logical ids and resources in their order; null for what it must not have.</summary>
    /// <remarks>Role and function are whole here: where they stand already, others own parts of them.</remarks>
    public IEnumerable<(string LogicalId, JsonObject? Resource)> All() =>
        [
            .. RunsIncidents ? [($"{name}Ticks", Ticks())] : Array.Empty<(string, JsonObject?)>(),
            ($"{name}Logs", Logs()),
            ($"{name}Role", Role()),
            ($"{name}Function", Function()),
            ($"{name}FailuresAlarm", FailuresAlarm()),
            .. RunsIncidents ? [($"{name}QueueAgeAlarm", QueueAgeAlarm())] : Array.Empty<(string, JsonObject?)>(),
            ($"{name}AlarmsMayInvoke", AnswersAlarms ? AlarmsMayInvoke() : null),
            .. Scheduled(),
        ];

    public static JsonObject AlarmTopic() =>
        Resource(
            "AWS::SNS::Topic",
            new JsonObject { ["KmsMasterKeyId"] = If("EncryptsTopics", new JsonObject { ["Ref"] = "TopicKey" }) }
        );

    private JsonObject Ticks() =>
        Resource(
            "AWS::SQS::Queue",
            new JsonObject
            {
                ["QueueName"] = Sub($"${{AWS::StackName}}-{name}-ticks"),
                ["VisibilityTimeout"] = 120,
                ["MessageRetentionPeriod"] = 86400,
                ["SqsManagedSseEnabled"] = true,
                ["RedrivePolicy"] = new JsonObject
                {
                    ["deadLetterTargetArn"] = ArnOf("DeadLetters"),
                    ["maxReceiveCount"] = 10,
                },
            },
            whenGone: "Delete"
        );

    private static JsonObject Logs() =>
        Resource("AWS::Logs::LogGroup", new JsonObject { ["RetentionInDays"] = 400 }, whenGone: "Retain");

    private JsonObject Role() =>
        Resource(
            "AWS::IAM::Role",
            new JsonObject
            {
                ["AssumeRolePolicyDocument"] = Policy(
                    new JsonObject
                    {
                        ["Effect"] = "Allow",
                        ["Principal"] = new JsonObject { ["Service"] = "lambda.amazonaws.com" },
                        ["Action"] = "sts:AssumeRole",
                    }
                ),
                ["ManagedPolicyArns"] = new JsonArray(Ref("LoopPolicy")),
                ["Policies"] = new JsonArray(
                    new JsonObject { ["PolicyName"] = "Own", ["PolicyDocument"] = Policy([.. OwnStatements()]) }
                ),
            }
        );

    /// <summary>Beside what every function may: incidents are written by who runs them, and listed by the watchdog.</summary>
    private IEnumerable<JsonNode> OwnStatements()
    {
        if (RunsIncidents)
        {
            yield return Allow("WriteTheJournal", "dynamodb:PutItem", ArnOf("JournalTable"));
            yield return Allow(
                "TakeTicks",
                new JsonArray(
                    "sqs:ChangeMessageVisibility",
                    "sqs:DeleteMessage",
                    "sqs:GetQueueAttributes",
                    "sqs:ReceiveMessage"
                ),
                ArnOf($"{name}Ticks")
            );
        }

        if (procedures.Any(one => one is WatchdogProcedure))
        {
            yield return Allow("ListOpenIncidents", "dynamodb:Query", Sub("${JournalTable.Arn}/index/OpenIncidents"));
        }

        yield return Allow("Log", new JsonArray("logs:CreateLogStream", "logs:PutLogEvents"), ArnOf($"{name}Logs"));
    }

    private JsonObject Function()
    {
        var properties = new JsonObject
        {
            ["Runtime"] = "provided.al2023",
            ["CodeUri"] = CodeFolder,
            ["Role"] = ArnOf($"{name}Role"),
            ["PackageType"] = "Zip",
            ["Handler"] = "bootstrap",
            ["Environment"] = new JsonObject
            {
                ["Variables"] = new JsonObject { ["ANNOTATIONS_HANDLER"] = name.Value },
            },
        };
        foreach (var (member, value) in Settings())
        {
            var place = properties;
            var path = member.Split('/');
            foreach (var part in path[..^1])
            {
                place = (JsonObject)(place[part] ??= new JsonObject());
            }

            place[path[^1]] = value;
        }

        return new JsonObject
        {
            ["Type"] = "AWS::Serverless::Function",
            ["Metadata"] = new JsonObject { ["Tool"] = "Amazon.Lambda.Annotations" },
            ["Properties"] = properties,
        };
    }

    /// <summary>
    /// What the generator knows nothing of, by its place under the function's properties; null for what it must not
    /// have.
    /// </summary>
    public IEnumerable<(string Member, JsonNode? Value)> Settings()
    {
        if (RunsIncidents)
        {
            yield return ("Environment/Variables/LAMBDAOPS_FUNCTION", name.Value);
        }

        yield return ("FunctionName", Sub($"${{AWS::StackName}}-{name}"));
        yield return ("Description", Description());
        yield return ("Architectures", new JsonArray("x86_64"));
        yield return ("LoggingConfig", new JsonObject { ["LogGroup"] = Ref($"{name}Logs") });
        if (!Schedules.IsEmpty)
        {
            yield return (
                "EventInvokeConfig",
                new JsonObject { ["MaximumEventAgeInSeconds"] = Age(Schedules.Min(one => one.Period)) }
            );
        }

        if (!RunsIncidents)
        {
            yield break;
        }

        yield return ("RecursiveLoop", "Allow");
        yield return (
            "Events/Ticks",
            Event(
                "SQS",
                new JsonObject
                {
                    ["Queue"] = ArnOf($"{name}Ticks"),
                    ["BatchSize"] = 1,
                    ["FunctionResponseTypes"] = new JsonArray("ReportBatchItemFailures"),
                }
            )
        );
        yield return (
            "Events/AlarmsByTopic",
            AnswersAlarms ? Event("SNS", new JsonObject { ["Topic"] = Ref($"{name}AlarmTopic") }) : null
        );
    }

    private string Description()
    {
        var all = string.Join(" ", procedures.Select(one => $"{one.Paragraph.When}: {one.Paragraph.Does}."));
        return all.Length <= LongestDescription
            ? all
            : $"Runs {string.Join(", ", procedures.Select(one => one.Name))}.";
    }

    private JsonObject FailuresAlarm() =>
        Alarm(
            new JsonObject
            {
                ["AlarmDescription"] =
                    "LambdaOps fails or is throttled in three of five minutes: incidents may have nobody. Look at the "
                    + "function's log, and at the account's concurrency.",
                ["Metrics"] = new JsonArray(
                    new JsonObject
                    {
                        ["Id"] = "failures",
                        ["Expression"] = "FILL(errors, 0) + FILL(throttles, 0)",
                        ["Label"] = "Errors and throttles",
                        ["ReturnData"] = true,
                    },
                    Count("errors", "Errors"),
                    Count("throttles", "Throttles")
                ),
                ["EvaluationPeriods"] = 5,
                ["DatapointsToAlarm"] = 3,
                ["Threshold"] = 0,
                ["ComparisonOperator"] = "GreaterThanThreshold",
                ["TreatMissingData"] = "notBreaching",
            }
        );

    private JsonObject Count(string id, string metric) =>
        new()
        {
            ["Id"] = id,
            ["MetricStat"] = new JsonObject
            {
                ["Metric"] = new JsonObject
                {
                    ["Namespace"] = "AWS/Lambda",
                    ["MetricName"] = metric,
                    ["Dimensions"] = Dimension("FunctionName", Ref($"{name}Function")),
                },
                ["Period"] = 60,
                ["Stat"] = "Sum",
            },
            ["ReturnData"] = false,
        };

    private JsonObject QueueAgeAlarm() =>
        Alarm(
            new JsonObject
            {
                ["AlarmDescription"] =
                    "A tick of LambdaOps has waited for longer than any is sent ahead (15 minutes): nobody looks at its "
                    + "incident.",
                ["Namespace"] = "AWS/SQS",
                ["MetricName"] = "ApproximateAgeOfOldestMessage",
                ["Dimensions"] = Dimension(
                    "QueueName",
                    new JsonObject { ["Fn::GetAtt"] = new JsonArray($"{name}Ticks", "QueueName") }
                ),
                ["Statistic"] = "Maximum",
                ["Period"] = 60,
                ["EvaluationPeriods"] = 1,
                ["Threshold"] = 960,
                ["ComparisonOperator"] = "GreaterThanThreshold",
                ["TreatMissingData"] = "notBreaching",
            }
        );

    private JsonObject AlarmsMayInvoke() =>
        new()
        {
            ["Type"] = "AWS::Lambda::Permission",
            ["Properties"] = new JsonObject
            {
                ["Action"] = "lambda:InvokeFunction",
                ["FunctionName"] = Ref($"{name}Function"),
                ["Principal"] = "lambda.alarms.cloudwatch.amazonaws.com",
                ["SourceAccount"] = Ref("AWS::AccountId"),
            },
        };

    /// <summary>The first schedule is named by the function alone.</summary>
    private IEnumerable<(string LogicalId, JsonObject? Resource)> Scheduled()
    {
        if (Schedules.IsEmpty)
        {
            yield break;
        }

        yield return ($"{name}MissedAlarm", MissedAlarm(Schedules.Min(one => one.Period)));
        yield return ($"{name}ScheduleRole", ScheduleRole());
        foreach (var (index, (procedure, period)) in Schedules.Index())
        {
            yield return (
                index == 0 ? $"{name}Schedule" : FormattableString.Invariant($"{name}Schedule{index + 1}"),
                Schedule(procedure, period)
            );
        }
    }

    /// <summary>As many periods as CloudWatch looks back over, a day at most.</summary>
    private JsonObject MissedAlarm(TimeSpan period)
    {
        var periods = Math.Clamp((int)(TimeSpan.FromDays(1) / period), 1, 3);
        return Alarm(
            new JsonObject
            {
                ["AlarmDescription"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} of LambdaOps has not run for {(periods * period).TotalMinutes:0} minutes."
                ),
                ["Namespace"] = "AWS/Lambda",
                ["MetricName"] = "Invocations",
                ["Dimensions"] = Dimension("FunctionName", Ref($"{name}Function")),
                ["Statistic"] = "Sum",
                ["Period"] = (int)period.TotalSeconds,
                ["EvaluationPeriods"] = periods,
                ["DatapointsToAlarm"] = periods,
                ["Threshold"] = 1,
                ["ComparisonOperator"] = "LessThanThreshold",
                ["TreatMissingData"] = "breaching",
            }
        );
    }

    private JsonObject ScheduleRole() =>
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

    private JsonObject Schedule(Procedure procedure, TimeSpan period) =>
        new()
        {
            ["Type"] = "AWS::Scheduler::Schedule",
            ["Properties"] = new JsonObject
            {
                ["Description"] = $"Starts {procedure.Name}.",
                ["ScheduleExpression"] =
                    period == TimeSpan.FromMinutes(1)
                        ? "rate(1 minute)"
                        : FormattableString.Invariant($"rate({period.TotalMinutes:0} minutes)"),
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
                        ["MaximumRetryAttempts"] = 2,
                        ["MaximumEventAgeInSeconds"] = Age(period),
                    },
                    ["DeadLetterConfig"] = new JsonObject { ["Arn"] = ArnOf("DeadLetters") },
                },
            },
        };

    /// <summary>What came too late for its period is the next one's; Lambda keeps an event for six hours at most.</summary>
    private static int Age(TimeSpan period) => (int)Math.Clamp(period.TotalSeconds, 60, 21600);

    private static JsonObject Alarm(JsonObject properties)
    {
        properties["AlarmActions"] = new JsonArray(Ref("L1Topic"));
        properties["OKActions"] = new JsonArray(Ref("L1Topic"));
        return Resource("AWS::CloudWatch::Alarm", properties);
    }

    private static JsonObject Resource(string type, JsonObject properties, string? whenGone = null)
    {
        properties["Tags"] = new JsonArray(new JsonObject { ["Key"] = "application", ["Value"] = "lambdaops" });
        var resource = new JsonObject { ["Type"] = type };
        if (whenGone is not null)
        {
            resource["DeletionPolicy"] = whenGone;
            resource["UpdateReplacePolicy"] = whenGone;
        }

        resource["Properties"] = properties;
        return resource;
    }

    private static JsonObject Event(string type, JsonObject properties) =>
        new() { ["Type"] = type, ["Properties"] = properties };

    private static JsonArray Dimension(string dimension, JsonNode value) =>
        new(new JsonObject { [nameof(Name)] = dimension, ["Value"] = value });

    private static JsonObject Policy(params ReadOnlySpan<JsonNode> statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };

    private static JsonObject Allow(string sid, JsonNode action, JsonNode resource) =>
        new()
        {
            ["Sid"] = sid,
            ["Effect"] = "Allow",
            ["Action"] = action,
            ["Resource"] = resource,
        };

    private static JsonObject Ref(string name) => new() { ["Ref"] = name };

    private static JsonObject Sub(string text) => new() { ["Fn::Sub"] = text };

    private static JsonObject ArnOf(string resource) => new() { ["Fn::GetAtt"] = new JsonArray(resource, "Arn") };

    private static JsonObject If(string condition, JsonNode then) =>
        new() { ["Fn::If"] = new JsonArray(condition, then, Ref("AWS::NoValue")) };
}

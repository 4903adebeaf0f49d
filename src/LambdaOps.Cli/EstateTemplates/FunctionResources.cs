using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Operator;
using LambdaOps.Core.Procedures.Watchdog;
using LambdaOps.Core.Resources;
using static LambdaOps.Cli.EstateTemplates.TemplateParts;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// What a function of the stack consists of, from the procedures that it runs: its log, role and alarms; a queue where
/// it runs incidents or checks, which go on over it; a topic where alarms start it; a schedule where the clock does.
/// Members stand in the order in which the generator of Amazon.Lambda.Annotations and people have written them.
/// </summary>
/// <param name="timeZone">The estate's, by whose wall clock it is scheduled.</param>
/// <param name="standsBy">Whether the template is deployed in a region, too, where the estate stands by.</param>
internal sealed class FunctionResources(
    FunctionName name,
    ImmutableArray<Procedure> procedures,
    string timeZone,
    bool standsBy
)
{
    /// <summary>Lambda's limit of a description.</summary>
    private const int LongestDescription = 256;

    /// <summary>The condition that this is the estate's own region.</summary>
    public const string Leads = "Leads";

    private const string CodeFolder = "src/LambdaOps.Functions";

    public FunctionName Name => name;

    public ImmutableArray<Procedure> Procedures => procedures;

    public ImmutableArray<Remedy> Remedies { get; } = [.. procedures.OfType<Remedy>()];

    public bool RunsIncidents => !Remedies.IsEmpty;

    public bool AnswersAlarms => procedures.Any(one => one.Triggers.Any(trigger => trigger is Trigger.Alarm));

    private bool RunsChecks { get; } = procedures.Any(one => one is Check);

    /// <summary>
    /// Whether its invocations may take a minute: incidents have a lease that is shorter, and are not to wait for a check.
    /// </summary>
    private bool TakesAMinute => RunsChecks && !RunsIncidents;

    /// <summary>Whether it takes people's decisions: they go into the records of incidents.</summary>
    private bool TakesDecisions { get; } = procedures.Any(one => one is OperatorProcedure);

    private bool HasQueue => RunsIncidents || RunsChecks || TakesDecisions;

    private FunctionSchedules Schedules { get; } = new(name, procedures, timeZone, standsBy);

    /// <summary>Under what condition it is deployed; null where it always is.</summary>
    public string? Condition { get; } = ConditionOf(standsBy, procedures);

    /// <summary>What stands by is deployed everywhere, anything else in the estate's own region.</summary>
    public static string? ConditionOf(bool standsBy, ImmutableArray<Procedure> procedures) =>
        standsBy && !procedures.Any(one => one.StandsBy) ? Leads : null;

    /// <summary>Logical ids and resources in their order; null for what it must not have.</summary>
    /// <remarks>Role and function are whole here: where they stand already, others own parts of them.</remarks>
    public IEnumerable<(string LogicalId, JsonObject? Resource)> All() =>
        Unconditional()
            .Select(one =>
                (
                    one.LogicalId,
                    one.Resource is { } r && !r.ContainsKey(nameof(Condition)) ? Only(Condition, r) : one.Resource
                )
            );

    private IEnumerable<(string LogicalId, JsonObject? Resource)> Unconditional() =>
        [
            .. HasQueue ? [($"{name}Ticks", Ticks())] : Array.Empty<(string, JsonObject?)>(),
            ($"{name}Logs", Logs()),
            ($"{name}Role", Role()),
            ($"{name}Function", Function()),
            ($"{name}FailuresAlarm", FailuresAlarm()),
            .. HasQueue ? [($"{name}QueueAgeAlarm", QueueAgeAlarm())] : Array.Empty<(string, JsonObject?)>(),
            ($"{name}AlarmsMayInvoke", AnswersAlarms ? AlarmsMayInvoke() : null),
            .. Schedules.All(),
        ];

    public JsonObject AlarmTopic() =>
        Only(
            Condition,
            Resource(
                "AWS::SNS::Topic",
                new JsonObject { ["KmsMasterKeyId"] = If("EncryptsTopics", new JsonObject { ["Ref"] = "TopicKey" }) }
            )
        );

    /// <summary>A message is hidden six times as long as an invocation may take: Lambda's advice.</summary>
    private JsonObject Ticks() =>
        Resource(
            "AWS::SQS::Queue",
            new JsonObject
            {
                ["QueueName"] = Sub($"${{AWS::StackName}}-{name}-ticks"),
                ["VisibilityTimeout"] = TakesAMinute ? 360 : 120,
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
        if (RunsIncidents || TakesDecisions)
        {
            yield return Allow("WriteTheJournal", "dynamodb:PutItem", ArnOf("JournalTable"));
        }

        if (HasQueue)
        {
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

        if (TakesAMinute)
        {
            yield return Allow("GoOnWithChecks", "sqs:SendMessage", ArnOf($"{name}Ticks"));
        }

        if (TakesDecisions)
        {
            yield return Allow("TakeDecisionsLater", "sqs:SendMessage", ArnOf($"{name}Ticks"));
        }

        if (procedures.Any(one => one is WatchdogProcedure))
        {
            yield return Allow("ListOpenIncidents", "dynamodb:Query", Sub("${JournalTable.Arn}/index/OpenIncidents"));
        }

        if (procedures.Any(one => one.Looks.Contains(FigureLooks.Incidents)))
        {
            yield return Allow(
                "ListIncidents",
                "dynamodb:Query",
                new JsonArray(
                    Sub("${JournalTable.Arn}/index/IncidentsByTime"),
                    Sub("${JournalTable.Arn}/index/OpenIncidents")
                )
            );
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
        if (TakesAMinute)
        {
            // As their functions say it to the generator.
            properties.Insert(2, "Timeout", 60);
        }

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
        if (HasQueue)
        {
            yield return ("Environment/Variables/LAMBDAOPS_FUNCTION", name.Value);
        }

        yield return ("FunctionName", Sub($"${{AWS::StackName}}-{name}"));
        yield return ("Description", Description());
        yield return ("Architectures", new JsonArray("x86_64"));
        yield return ("LoggingConfig", new JsonObject { ["LogGroup"] = Ref($"{name}Logs") });
        // What an incident was told is too old after an hour, which is so for all functions.
        if (Schedules.Age is { } age)
        {
            yield return (
                "EventInvokeConfig",
                RunsIncidents ? null : new JsonObject { ["MaximumEventAgeInSeconds"] = age }
            );
        }

        if (!HasQueue)
        {
            yield break;
        }

        yield return ("RecursiveLoop", "Allow");
        yield return ("Events/Ticks", Event("SQS", Takes()));
        yield return (
            "Events/AlarmsByTopic",
            AnswersAlarms ? Event("SNS", new JsonObject { ["Topic"] = Ref($"{name}AlarmTopic") }) : null
        );
    }

    /// <summary>
    /// The parts of a check run two at a time, as each paces its calls by itself; ticks of incidents wait for none.
    /// </summary>
    private JsonObject Takes()
    {
        var takes = new JsonObject
        {
            ["Queue"] = ArnOf($"{name}Ticks"),
            ["BatchSize"] = 1,
            ["FunctionResponseTypes"] = new JsonArray("ReportBatchItemFailures"),
        };
        if (TakesAMinute)
        {
            takes["ScalingConfig"] = new JsonObject { ["MaximumConcurrency"] = 2 };
        }

        return takes;
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
                    $"LambdaOps fails or is throttled in three of five minutes: {AtStake}. Look at the function's log, and at "
                    + "the account's concurrency.",
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

    private string AtStake =>
        RunsIncidents ? "incidents may have nobody"
        : TakesDecisions ? "approvals and the control switch may not be taken"
        : "its jobs are not done";

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
                    RunsIncidents
                        ? "A tick of LambdaOps has waited for longer than any is sent ahead (15 minutes): nobody looks at its "
                            + "incident."
                    : TakesDecisions
                        ? "A person's decision has waited for longer than any is sent ahead (15 minutes): it does not count."
                    : "A part of a check has waited for longer than any is sent ahead (15 minutes): it does not go on.",
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
}

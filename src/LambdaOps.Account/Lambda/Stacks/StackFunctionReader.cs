using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Reads AWS::Serverless::Function with its events.</summary>
internal sealed class StackFunctionReader(ResourceNames names, IReadOnlyDictionary<string, StackRole> rolesByArn)
{
    private const string RuleType = "AWS::Events::Rule";
    private const int LongestName = 64;

    /// <summary>Bytes of all names and values of a function's environment.</summary>
    private const int LargestEnvironment = 4096;

    private const string ScheduleType = "AWS::Scheduler::Schedule";

    public List<StackSubscription> Subscriptions { get; } = [];

    public List<StackRule> Rules { get; } = [];

    public List<StackSchedule> Schedules { get; } = [];

    /// <summary>SAM lets a topic and a rule invoke the function that they are an event of.</summary>
    public List<StackPermission> Permissions { get; } = [];

    public StackFunction Read(ResourceProperties properties, JsonObject resource)
    {
        var name = names.NameOf(properties.LogicalId, properties.Path);
        var arn = names.Arn("AWS::Serverless::Function", name);
        var queues = Events(properties, arn);
        var deadLetters = properties.Object("DeadLetterQueue")?.Text("TargetArn");
        var asynchronous = properties.Object("EventInvokeConfig");
        var onFailure = asynchronous?.Object("DestinationConfig")?.Object("OnFailure")?.Text("Destination");
        var (role, policy) = Role(properties, queues, [deadLetters, onFailure]);
        CheckRole(properties, policy, queues, deadLetters);
        CheckName(properties, name);
        return new StackFunction(
            properties.LogicalId,
            name,
            arn,
            properties.Text("Handler"),
            properties.Text("Runtime"),
            properties.OptionalInteger("MemorySize") ?? 128,
            properties.Seconds("Timeout", 3),
            Environment(properties),
            role,
            policy,
            resource["Metadata"]?["Tool"]?.ToString() == "Amazon.Lambda.Annotations"
        )
        {
            CodeUri = properties.OptionalText("CodeUri"),
            ReservedConcurrency = properties.OptionalInteger("ReservedConcurrentExecutions"),
            DeadLetterTarget = deadLetters,
            OnFailure = onFailure,
            LogFormat = properties.Object("LoggingConfig")?.OptionalText("LogFormat") ?? FunctionDefinition.Text,
            LogGroup = properties.Object("LoggingConfig")?.OptionalText("LogGroup"),
            MayRecurse = properties.OptionalText("RecursiveLoop") == "Allow",
            MaximumRetryAttempts = asynchronous?.OptionalInteger("MaximumRetryAttempts") ?? 2,
            MaximumEventAge = asynchronous?.Seconds("MaximumEventAgeInSeconds", 6 * 3600) ?? TimeSpan.FromHours(6),
            QueueSources = queues,
        };
    }

    private (string Arn, RolePolicy Policy) Role(
        ResourceProperties properties,
        ImmutableArray<StackQueueSource> queues,
        string?[] failureTargets
    )
    {
        if (properties.OptionalText("Role") is not { } arn)
        {
            var implicitRole = names.Attribute($"{properties.LogicalId}Role", "Arn", properties.Path);
            return (implicitRole, RolePolicyReader.OfFunction(properties, queues, failureTargets));
        }

        return rolesByArn.TryGetValue(arn, out var role)
            ? (arn, role.Policy)
            : throw new StackError($"{properties.Path}/Role", $"the role {arn} is not in this template.");
    }

    /// <summary>As Lambda does when the function and its event sources are created.</summary>
    private static void CheckRole(
        ResourceProperties properties,
        RolePolicy policy,
        ImmutableArray<StackQueueSource> queues,
        string? deadLetters
    )
    {
        Need(properties.Object("VpcConfig") is not null, "ec2:CreateNetworkInterface", "*");
        Need(properties.Object("VpcConfig") is not null, "ec2:DescribeNetworkInterfaces", "*");
        Need(properties.Object("VpcConfig") is not null, "ec2:DeleteNetworkInterface", "*");
        Need(deadLetters?.Contains(":sqs:", StringComparison.Ordinal) == true, "sqs:SendMessage", deadLetters!);
        foreach (var queue in queues)
        {
            Need(true, "sqs:ReceiveMessage", queue.QueueArn);
            Need(true, "sqs:DeleteMessage", queue.QueueArn);
            Need(true, "sqs:GetQueueAttributes", queue.QueueArn);
        }

        void Need(bool isNeeded, string action, string resource)
        {
            if (isNeeded && !policy.Allows(action, resource))
            {
                throw new StackError(
                    $"{properties.Path}/Role",
                    $"the function's role does not allow {action} on {resource}, which Lambda calls with it."
                );
            }
        }
    }

    private static void CheckName(ResourceProperties properties, string name)
    {
        if (name.Length > LongestName)
        {
            throw new StackError(
                $"{properties.Path}/FunctionName",
                FormattableString.Invariant(
                    $"'{name}' has {name.Length} characters, Lambda takes {LongestName}: choose a shorter stack name."
                )
            );
        }
    }

    private static ImmutableDictionary<string, string> Environment(ResourceProperties properties)
    {
        var variables = properties.Object("Environment")?.Object("Variables");
        var read = variables is null
            ? ImmutableDictionary<string, string>.Empty
            : variables.Values.ToImmutableDictionary(entry => entry.Key, entry => variables.Text(entry.Key));
        var size = read.Sum(one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount(one.Value));
        return size <= LargestEnvironment
            ? read
            : throw new StackError(
                variables!.Path,
                FormattableString.Invariant($"they have {size} bytes, Lambda takes {LargestEnvironment}.")
            );
    }

    private ImmutableArray<StackQueueSource> Events(ResourceProperties properties, string arn)
    {
        var queues = ImmutableArray.CreateBuilder<StackQueueSource>();
        if (properties.Object("Events") is not { } events)
        {
            return [];
        }

        foreach (var (id, _) in events.Values)
        {
            var happening = events.Required(id);
            var type = happening.Text("Type");
            var own = happening.Required("Properties");
            switch (type)
            {
                case "SQS":
                    queues.Add(Queue(id, own));
                    break;
                case "SNS":
                    Permit(id, own, arn, "sns.amazonaws.com", own.Text("Topic"));
                    Subscriptions.Add(
                        new StackSubscription(
                            own.Text("Topic"),
                            "lambda",
                            arn,
                            own.OptionalElement("FilterPolicy"),
                            false
                        )
                    );
                    break;
                case "EventBridgeRule" or "CloudWatchEvent" or "Schedule":
                    Rules.Add(Rule(id, own, arn));
                    Permit(id, own, arn, "events.amazonaws.com", Rules[^1].Arn);
                    break;
                case "ScheduleV2":
                    Schedules.Add(Schedule(id, own, arn));
                    break;
                default:
                    throw new StackError($"{happening.Path}/Type", $"events of type '{type}' are not supported.");
            }
        }

        return queues.ToImmutable();
    }

    private static StackQueueSource Queue(string id, ResourceProperties own)
    {
        if (own.Has("FilterCriteria"))
        {
            throw new StackError($"{own.Path}/FilterCriteria", "filters of queues are not supported.");
        }

        return new StackQueueSource(
            id,
            own.Text("Queue"),
            own.OptionalInteger("BatchSize") ?? 10,
            own.Texts("FunctionResponseTypes").Contains("ReportBatchItemFailures")
        )
        {
            MaximumConcurrency = own.Object("ScalingConfig") is { } scaling ? Concurrency(scaling) : null,
        };
    }

    private static int? Concurrency(ResourceProperties scaling) =>
        scaling.OptionalInteger("MaximumConcurrency") is { } most and (< 2 or > 1000)
            ? throw new StackError(
                $"{scaling.Path}/MaximumConcurrency",
                FormattableString.Invariant($"{most} is not from 2 to 1000.")
            )
            : scaling.OptionalInteger("MaximumConcurrency");

    private void Permit(string id, ResourceProperties own, string function, string principal, string source) =>
        Permissions.Add(
            new StackPermission(
                $"{own.LogicalId}{id}Permission",
                function,
                "lambda:InvokeFunction",
                principal,
                source,
                null
            )
        );

    /// <summary>SAM's name for the rule is the function's and the event's logical ids.</summary>
    private StackRule Rule(string id, ResourceProperties own, string arn)
    {
        var logicalId = $"{own.LogicalId}{id}";
        var name = names.NameOf(logicalId, own.Path);
        return new StackRule(
            logicalId,
            name,
            names.Arn(RuleType, name),
            ResourceReader.Pattern(own, "Pattern"),
            own.OptionalText("Schedule"),
            IsEnabled(own),
            [ResourceReader.Target($"{logicalId}LambdaTarget", arn, own)]
        );
    }

    private StackSchedule Schedule(string id, ResourceProperties own, string arn)
    {
        var logicalId = $"{own.LogicalId}{id}";
        var name = own.OptionalText("Name") ?? logicalId;
        return new StackSchedule(
            logicalId,
            name,
            names.Arn(ScheduleType, name),
            own.Text("ScheduleExpression"),
            own.OptionalText("ScheduleExpressionTimezone") ?? "UTC",
            IsEnabled(own),
            ResourceReader.Target(logicalId, arn, own)
        );
    }

    private static bool IsEnabled(ResourceProperties own) =>
        own.OptionalText("State") != "DISABLED" && (!own.Has("Enabled") || own.Flag("Enabled"));
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Reads the resources that are not functions, one method a type.</summary>
internal sealed class ResourceReader(ResourceNames names)
{
    /// <summary>The stack's own managed policies, by ARN: roles name them.</summary>
    public IReadOnlyDictionary<string, StackManagedPolicy> Managed { get; set; } =
        new Dictionary<string, StackManagedPolicy>();

    public StackRole Role(ResourceProperties role)
    {
        var name = NameOf(role);
        var size = role.Objects("Policies").Sum(policy => LengthOf(policy.Required("PolicyDocument")));
        return size <= RoleSize.Limit
            ? new StackRole(
                role.LogicalId,
                name,
                names.Arn("AWS::IAM::Role", name),
                RolePolicyReader.OfRole(role, Managed)
            )
            : throw new StackError(
                $"{role.Path}/Policies",
                FormattableString.Invariant($"they have {size} characters, IAM takes {RoleSize.Limit} a role.")
            );
    }

    public StackManagedPolicy ManagedPolicy(ResourceProperties policy)
    {
        var document = policy.Required("PolicyDocument");
        if (LengthOf(document) is var size && size > RoleSize.ManagedLimit)
        {
            throw new StackError(
                document.Path,
                FormattableString.Invariant($"it has {size} characters, IAM takes {RoleSize.ManagedLimit} a policy.")
            );
        }

        if (s_attachments.FirstOrDefault(policy.Has) is { } attachment)
        {
            throw new StackError($"{policy.Path}/{attachment}", "not supported: name the policy in ManagedPolicyArns.");
        }

        return new StackManagedPolicy(
            policy.LogicalId,
            names.Arn("AWS::IAM::ManagedPolicy", NameOf(policy)),
            new RolePolicy([.. RolePolicyReader.Document(document)])
        );
    }

    private static readonly string[] s_attachments = ["Groups", "Roles", "Users"];

    private static int LengthOf(ResourceProperties document) => document.Values.ToJsonString().Length;

    public StackQueue Queue(ResourceProperties queue)
    {
        var name = NameOf(queue);
        if (queue.Flag("FifoQueue"))
        {
            throw new StackError($"{queue.Path}/FifoQueue", "FIFO queues are not supported.");
        }

        var redrive = queue.Object("RedrivePolicy");
        return new StackQueue(
            queue.LogicalId,
            name,
            names.Arn("AWS::SQS::Queue", name),
            names.QueueUrl(name),
            queue.Seconds("DelaySeconds", 0),
            queue.Seconds("VisibilityTimeout", 30),
            queue.Seconds("MessageRetentionPeriod", 345_600),
            redrive?.Text("deadLetterTargetArn"),
            redrive?.OptionalInteger("maxReceiveCount")
        );
    }

    public StackTopic Topic(ResourceProperties topic)
    {
        var name = NameOf(topic);
        return new StackTopic(topic.LogicalId, name, names.Arn("AWS::SNS::Topic", name));
    }

    public IEnumerable<StackSubscription> SubscriptionsOfTopic(ResourceProperties topic)
    {
        var arn = Topic(topic).Arn;
        return topic
            .Objects("Subscription")
            .Select(one => new StackSubscription(arn, one.Text("Protocol"), one.Text("Endpoint"), null, false))
            .ToList();
    }

    public static StackSubscription Subscription(ResourceProperties subscription) =>
        new(
            subscription.Text("TopicArn"),
            subscription.Text("Protocol"),
            subscription.Text("Endpoint"),
            subscription.OptionalElement("FilterPolicy"),
            subscription.Flag("RawMessageDelivery")
        );

    public StackTable Table(ResourceProperties table)
    {
        var name = NameOf(table);
        var keys = table
            .Objects("KeySchema")
            .ToDictionary(key => key.Text("KeyType"), key => key.Text("AttributeName"));
        var expiry = table.Object("TimeToLiveSpecification");
        return new StackTable(
            table.LogicalId,
            name,
            names.Arn("AWS::DynamoDB::Table", name),
            keys.GetValueOrDefault("HASH") ?? throw new StackError($"{table.Path}/KeySchema", "it has no HASH key."),
            keys.GetValueOrDefault("RANGE"),
            table
                .Objects("AttributeDefinitions")
                .ToImmutableSortedDictionary(
                    one => one.Text("AttributeName"),
                    one => one.Text("AttributeType"),
                    StringComparer.Ordinal
                ),
            expiry is not null && expiry.Flag("Enabled") ? expiry.Text("AttributeName") : null,
            table.Object("PointInTimeRecoverySpecification")?.Flag("PointInTimeRecoveryEnabled") ?? false,
            table.AsElement()
        );
    }

    public StackRule Rule(ResourceProperties rule)
    {
        var name = NameOf(rule);
        return new StackRule(
            rule.LogicalId,
            name,
            names.Arn("AWS::Events::Rule", name),
            Pattern(rule, "EventPattern"),
            rule.OptionalText("ScheduleExpression"),
            rule.OptionalText("State") != "DISABLED",
            [.. rule.Objects("Targets").Select(one => Target(one.Text("Id"), one.Text("Arn"), one))]
        );
    }

    public StackSchedule Schedule(ResourceProperties schedule)
    {
        var name = NameOf(schedule);
        var target = schedule.Required("Target");
        return new StackSchedule(
            schedule.LogicalId,
            name,
            names.Arn("AWS::Scheduler::Schedule", name),
            schedule.Text("ScheduleExpression"),
            schedule.OptionalText("ScheduleExpressionTimezone") ?? "UTC",
            schedule.OptionalText("State") != "DISABLED",
            Target(name, target.Text("Arn"), target)
        )
        {
            RoleArn = target.Text("RoleArn"),
        };
    }

    public StackAlarm Alarm(ResourceProperties alarm, bool isComposite)
    {
        var name = NameOf(alarm);
        var properties = (JsonObject)alarm.Values.DeepClone();
        properties["AlarmName"] = name;
        return new StackAlarm(
            alarm.LogicalId,
            name,
            names.Arn("AWS::CloudWatch::Alarm", name),
            isComposite,
            JsonSerializer.SerializeToElement(properties)
        );
    }

    public StackBucket Bucket(ResourceProperties bucket)
    {
        var name = NameOf(bucket);
        return new StackBucket(
            bucket.LogicalId,
            name,
            names.Arn("AWS::S3::Bucket", name),
            bucket.Object("VersioningConfiguration")?.Text("Status") == "Enabled",
            bucket.AsElement()
        );
    }

    public StackLogGroup LogGroup(ResourceProperties group) =>
        new(group.LogicalId, NameOf(group), group.OptionalInteger("RetentionInDays"));

    public static StackPermission Permission(ResourceProperties permission) =>
        new(
            permission.LogicalId,
            permission.Text("FunctionName"),
            permission.Text("Action"),
            permission.Text("Principal"),
            permission.OptionalText("SourceArn"),
            permission.OptionalText("SourceAccount")
        );

    /// <summary>The event pattern of a rule, tried out; null when it has none.</summary>
    public static JsonElement? Pattern(ResourceProperties rule, string name)
    {
        var pattern = rule.OptionalElement(name);
        try
        {
            _ = pattern is { } given ? EventPattern.Parse(given) : null;
            return pattern;
        }
        catch (FormatException wrong)
        {
            throw new StackError($"{rule.Path}/{name}", wrong.Message);
        }
    }

    public static StackTarget Target(string id, string arn, ResourceProperties inputs) =>
        inputs.Has("InputTransformer")
            ? throw new StackError($"{inputs.Path}/InputTransformer", "input transformers are not supported.")
            : new StackTarget(id, arn, inputs.OptionalText("Input"), inputs.OptionalText("InputPath"));

    private string NameOf(ResourceProperties resource) => names.NameOf(resource.LogicalId, resource.Path);
}

using System.Collections.Immutable;
using System.Text.Json;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>
/// A template as it would be deployed: every value resolved, every name and ARN given. A plain value.
/// </summary>
public sealed record DeployedStack(string Name, string Region, string AccountId)
{
    public ImmutableArray<StackFunction> Functions { get; init; } = [];

    public ImmutableArray<StackQueue> Queues { get; init; } = [];

    public ImmutableArray<StackTopic> Topics { get; init; } = [];

    /// <summary>Of topics, also those that SAM makes from a function's SNS events.</summary>
    public ImmutableArray<StackSubscription> Subscriptions { get; init; } = [];

    public ImmutableArray<StackTable> Tables { get; init; } = [];

    /// <summary>Of EventBridge, also those that SAM makes from a function's events.</summary>
    public ImmutableArray<StackRule> Rules { get; init; } = [];

    public ImmutableArray<StackSchedule> Schedules { get; init; } = [];

    public ImmutableArray<StackAlarm> Alarms { get; init; } = [];

    public ImmutableArray<StackBucket> Buckets { get; init; } = [];

    public ImmutableArray<StackLogGroup> LogGroups { get; init; } = [];

    public ImmutableArray<StackRole> Roles { get; init; } = [];

    /// <summary>Also those that SAM makes for a function's events.</summary>
    public ImmutableArray<StackPermission> Permissions { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Outputs { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    public StackFunction Function(string logicalId) =>
        Functions.FirstOrDefault(function => function.LogicalId == logicalId)
        ?? throw new KeyNotFoundException($"The stack has no function {logicalId}.");
}

/// <param name="IsFromAnnotations">Amazon.Lambda.Annotations keeps the resource.</param>
public sealed record StackFunction(
    string LogicalId,
    string Name,
    string Arn,
    string Handler,
    string Runtime,
    int MemoryMegabytes,
    TimeSpan Timeout,
    ImmutableDictionary<string, string> Environment,
    string RoleArn,
    RolePolicy Policy,
    bool IsFromAnnotations
)
{
    public string? CodeUri { get; init; }

    public int? ReservedConcurrency { get; init; }

    public string? DeadLetterTarget { get; init; }

    public string? OnFailure { get; init; }

    /// <summary>Text or JSON.</summary>
    public string LogFormat { get; init; } = FunctionDefinition.Text;

    /// <summary>Null: Lambda makes one by the function's name.</summary>
    public string? LogGroup { get; init; }

    /// <summary>RecursiveLoop is Allow.</summary>
    public bool MayRecurse { get; init; }

    public int MaximumRetryAttempts { get; init; } = 2;

    public TimeSpan MaximumEventAge { get; init; } = TimeSpan.FromHours(6);

    public ImmutableArray<StackQueueSource> QueueSources { get; init; } = [];

    /// <summary>The function for the simulated Lambda.</summary>
    /// <param name="unreserved">Concurrency of a function that reserves none.</param>
    public FunctionDefinition ToDefinition(Func<EnvironmentOrder, IExecutionEnvironment> create, int unreserved = 1) =>
        new(Name, Arn)
        {
            Create = create,
            Timeout = Timeout,
            MemoryMegabytes = MemoryMegabytes,
            Handler = Handler,
            Variables = Environment,
            MaxConcurrency = ReservedConcurrency ?? unreserved,
            IsReserved = ReservedConcurrency is not null,
            DeadLetterTarget = DeadLetterTarget,
            OnFailure = OnFailure,
            LogFormat = LogFormat,
            LogGroup = LogGroup ?? $"/aws/lambda/{Name}",
            MayRecurse = MayRecurse,
            MaximumRetryAttempts = MaximumRetryAttempts,
            MaximumEventAge = MaximumEventAge,
        };
}

/// <summary>An SQS event of a function.</summary>
public sealed record StackQueueSource(string EventId, string QueueArn, int BatchSize, bool ReportsBatchItemFailures)
{
    /// <summary>How many invocations it makes side by side at most; null is as many as there is room for.</summary>
    public int? MaximumConcurrency { get; init; }
}

/// <summary>SQS's own defaults stand where the template says nothing.</summary>
public sealed record StackQueue(
    string LogicalId,
    string Name,
    string Arn,
    string Url,
    TimeSpan Delay,
    TimeSpan VisibilityTimeout,
    TimeSpan RetentionPeriod,
    string? DeadLetterTargetArn,
    int? MaxReceiveCount
);

public sealed record StackTopic(string LogicalId, string Name, string Arn);

public sealed record StackSubscription(
    string TopicArn,
    string Protocol,
    string Endpoint,
    JsonElement? FilterPolicy,
    bool RawMessageDelivery
);

/// <summary>Attribute types are S, N or B.</summary>
public sealed record StackTable(
    string LogicalId,
    string Name,
    string Arn,
    string HashKey,
    string? RangeKey,
    ImmutableSortedDictionary<string, string> AttributeTypes,
    string? TimeToLiveAttribute,
    bool PointInTimeRecovery,
    JsonElement Properties
);

public sealed record StackRule(
    string LogicalId,
    string Name,
    string Arn,
    JsonElement? Pattern,
    string? ScheduleExpression,
    bool IsEnabled,
    ImmutableArray<StackTarget> Targets
);

/// <param name="Input">The fixed event that replaces the rule's own, or null.</param>
public sealed record StackTarget(string Id, string Arn, string? Input, string? InputPath);

/// <summary>A schedule of EventBridge Scheduler.</summary>
public sealed record StackSchedule(
    string LogicalId,
    string Name,
    string Arn,
    string Expression,
    string TimeZone,
    bool IsEnabled,
    StackTarget Target
)
{
    /// <summary>With whose permissions the target is invoked; null where SAM makes the role.</summary>
    public string? RoleArn { get; init; }
}

/// <summary>A metric or composite alarm.</summary>
/// <param name="Properties">Resolved, with the member names of PutMetricAlarm or PutCompositeAlarm.</param>
public sealed record StackAlarm(string LogicalId, string Name, string Arn, bool IsComposite, JsonElement Properties);

public sealed record StackBucket(string LogicalId, string Name, string Arn, bool IsVersioned, JsonElement Properties);

/// <param name="RetentionDays">Null: its events never expire.</param>
public sealed record StackLogGroup(string LogicalId, string Name, int? RetentionDays);

/// <summary>A managed policy of the stack's own: roles name it by its ARN.</summary>
public sealed record StackManagedPolicy(string LogicalId, string Arn, RolePolicy Policy);

public sealed record StackRole(string LogicalId, string Name, string Arn, RolePolicy Policy);

/// <summary>Who may invoke a function.</summary>
/// <param name="Function">Its name or ARN.</param>
public sealed record StackPermission(
    string LogicalId,
    string Function,
    string Action,
    string Principal,
    string? SourceArn,
    string? SourceAccount
);

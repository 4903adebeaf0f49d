using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Resources;

/// <summary>Some of the estate's alarm rules, as many as are looked at together.</summary>
/// <param name="IsFirst">Whether what is about all alarms is said with these.</param>
public sealed record AlarmBatch(TargetId Id, ImmutableArray<AlarmRule> Rules, bool IsFirst) : Resource(Id, null);

/// <summary>The alarms that the rules of a batch name, as CloudWatch has them.</summary>
/// <param name="Topics">The topics that they send to.</param>
public sealed record StandingAlarms(ImmutableArray<StandingAlarm> Alarms, ImmutableArray<AlarmTopic> Topics);

/// <summary>One alarm as it stands.</summary>
/// <param name="Since">Since when it is in its state.</param>
public sealed record StandingAlarm(string Name, string Arn, AlarmState State, DateTimeOffset Since)
{
    public bool ActionsEnabled { get; init; } = true;

    /// <summary>The ARNs of what it does in ALARM.</summary>
    public ImmutableArray<string> AlarmActions { get; init; } = [];

    /// <summary>Functions of LambdaOps among what it does in ALARM.</summary>
    public ImmutableArray<FunctionName> Functions { get; init; } = [];

    /// <summary>PARTIAL_DATA, EVALUATION_FAILURE or EVALUATION_ERROR; null when its evaluation goes well.</summary>
    public string? Evaluation { get; init; }

    /// <summary>Why it is in its state, in CloudWatch's words.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Whether it may be without data for as long as it likes: a composite alarm, and one on DynamoDB's metrics, which
    /// ignores missing data whatever it says.
    /// </summary>
    public bool MayLackData { get; init; }

    /// <summary>Of a composite alarm: the alarm that suppresses its actions while it is in ALARM.</summary>
    public AlarmSuppressor? Suppressor { get; init; }
}

/// <summary>The alarm that suppresses another one's actions.</summary>
public sealed record AlarmSuppressor(string Name, AlarmState State, DateTimeOffset Since);

/// <summary>A topic that alarms send to.</summary>
/// <param name="Functions">Functions of LambdaOps with a confirmed subscription.</param>
public sealed record AlarmTopic(string Arn, ImmutableArray<FunctionName> Functions)
{
    /// <summary>Why its subscriptions could not be read; null when they were.</summary>
    public string? Unseen { get; init; }

    public string Name => Arn[(Arn.LastIndexOf(':') + 1)..];
}

/// <summary>The EventBridge rules that lead to functions of LambdaOps.</summary>
public sealed record AlarmEventRules(ImmutableArray<AlarmEventRule> Rules);

/// <summary>One rule of EventBridge.</summary>
/// <param name="Pattern">Its event pattern; null where it has none.</param>
/// <param name="Functions">The functions of LambdaOps among its targets.</param>
public sealed record AlarmEventRule(
    string Name,
    bool IsEnabled,
    string? Pattern,
    ImmutableArray<FunctionName> Functions
);

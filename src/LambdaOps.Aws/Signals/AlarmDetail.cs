using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaOps.Aws.Signals;

/// <summary>
/// An alarm's change as EventBridge ("detail") and the direct Lambda action ("alarmData") carry it.
/// Amazon.Lambda.CloudWatchEvents has no type for it.
/// </summary>
public sealed record AlarmDetail
{
    public string? AlarmName { get; init; }

    public AlarmDetailState? State { get; init; }

    public AlarmDetailState? PreviousState { get; init; }

    public AlarmDetailConfiguration? Configuration { get; init; }

    public JsonElement AlarmTags { get; init; }

    /// <summary>Of a contributor's change: the series of a Metrics Insights alarm that changed.</summary>
    public AlarmContributor? AlarmContributor { get; init; }

    /// <summary>The same as some events name it.</summary>
    public AlarmContributor? Contributor { get; init; }

    /// <summary>Where a mute rule was at work.</summary>
    public AlarmMuteDetail? MuteDetail { get; init; }
}

/// <summary>One series of an alarm over many: its dimensions.</summary>
public sealed record AlarmContributor
{
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <summary>The mute rule that kept an alarm's actions from running.</summary>
public sealed record AlarmMuteDetail
{
    public string? MutedByArn { get; init; }

    public string? MuteWindowEnd { get; init; }
}

/// <summary>A state with its reason; <see cref="ReasonData"/> is JSON in a string.</summary>
public sealed record AlarmDetailState
{
    public string? Value { get; init; }

    public string? Reason { get; init; }

    public string? ReasonData { get; init; }

    public string? Timestamp { get; init; }

    /// <summary>"Alarm", "WaitPeriod" or "ExtensionPeriod" where a suppressor kept its actions from running.</summary>
    public string? ActionsSuppressedBy { get; init; }

    public string? ActionsSuppressedReason { get; init; }
}

/// <summary>What the alarm watches: metrics, or other alarms by a rule.</summary>
public sealed record AlarmDetailConfiguration
{
    public IReadOnlyList<AlarmDetailMetric?>? Metrics { get; init; }

    public string? AlarmRule { get; init; }
}

/// <summary>One metric, or an expression over others.</summary>
public sealed record AlarmDetailMetric
{
    public string? Id { get; init; }

    public string? Expression { get; init; }
}

/// <summary>The direct Lambda action of an alarm.</summary>
public sealed record DirectAlarmEvent
{
    public string? Source { get; init; }

    public string? AlarmArn { get; init; }

    public string? AccountId { get; init; }

    public string? Region { get; init; }

    public AlarmDetail? AlarmData { get; init; }
}

/// <summary>The JSON inside an SNS notification of an alarm.</summary>
public sealed record SnsAlarmMessage
{
    public string? AlarmName { get; init; }

    public string? AlarmArn { get; init; }

    public string? NewStateValue { get; init; }

    public string? OldStateValue { get; init; }

    public string? NewStateReason { get; init; }

    public string? StateChangeTime { get; init; }

    /// <summary>Only a composite alarm has one.</summary>
    public string? AlarmRule { get; init; }

    /// <summary>Only a metric alarm has one.</summary>
    public SnsAlarmTrigger? Trigger { get; init; }

    public JsonElement AlarmTags { get; init; }
}

/// <summary>What a metric alarm watches; <see cref="Metrics"/> for metric math and anomaly detection.</summary>
public sealed record SnsAlarmTrigger
{
    public string? MetricName { get; init; }

    public string? ThresholdMetricId { get; init; }

    public IReadOnlyList<SnsAlarmMetric?>? Metrics { get; init; }
}

/// <summary>One metric of a math alarm.</summary>
public sealed record SnsAlarmMetric
{
    public string? Id { get; init; }

    public string? Expression { get; init; }
}

/// <summary>
/// A person's request, <c>{"operator": {"target", "remedy", "mode", "by", "because"}}</c>, or answer: "approve" or
/// "decline" with an offer's id, or "acknowledge" with an incident's, in the place of remedy and mode.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OperatorEvent
{
    public OperatorRequest? Operator { get; init; }
}

/// <summary>What the person asks for; mode "observe" when it is left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OperatorRequest
{
    public string? Target { get; init; }

    public string? Remedy { get; init; }

    public string? Mode { get; init; }

    public string? By { get; init; }

    public string? Because { get; init; }

    /// <summary>For remedy maintenancePage: "up", "down" or "status".</summary>
    public string? Page { get; init; }

    /// <summary>For remedy rollout: "status", "deploy", "pause", "resume" or "abort".</summary>
    public string? Rollout { get; init; }

    /// <summary>For remedy rollout, in the place of rollout: how the performance test went, "passed" or "failed".</summary>
    public string? PerformanceTest { get; init; }

    /// <summary>For a deployment: the task definition, FAMILY:REVISION or its ARN.</summary>
    public string? Revision { get; init; }

    /// <summary>For remedy dataRestore: the point in time, "status" or "abort".</summary>
    public string? Restore { get; init; }

    /// <summary>Name of the secret whose version a change of configuration is about.</summary>
    public string? Secret { get; init; }

    /// <summary>That version's id.</summary>
    public string? Version { get; init; }

    /// <summary>For remedy regionFailover: "failover", "failback" or "status".</summary>
    public string? Region { get; init; }

    /// <summary>The id of an offer that may be carried out.</summary>
    public string? Approve { get; init; }

    /// <summary>The id of an offer that must not be.</summary>
    public string? Decline { get; init; }

    /// <summary>The same in notices of older versions.</summary>
    public string? Refuse { get; init; }

    /// <summary>The id of an incident that someone works on.</summary>
    public string? Acknowledge { get; init; }

    /// <summary>The id of an incident whose record gets a note.</summary>
    public string? Note { get; init; }

    /// <summary>What the note says.</summary>
    public string? Text { get; init; }

    /// <summary>The part of the incident report that the note belongs into.</summary>
    public string? About { get; init; }

    /// <summary>The line of a checklist that is done.</summary>
    public string? Tick { get; init; }

    /// <summary>Where to set the control switch: off, observe, ask or act.</summary>
    public string? Control { get; init; }

    /// <summary>Until when the control switch stands.</summary>
    public string? Until { get; init; }
}

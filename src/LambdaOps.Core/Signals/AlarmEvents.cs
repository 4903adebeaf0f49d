using System.Collections.Immutable;

namespace LambdaOps.Core.Signals;

/// <summary>The detail types of CloudWatch's events on EventBridge.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html</remarks>
public static class AlarmEvents
{
    public const string StateChange = "CloudWatch Alarm State Change";

    /// <summary>Of one series of an alarm that watches many.</summary>
    public const string ContributorStateChange = "CloudWatch Alarm Contributor State Change";

    public static ImmutableArray<string> All { get; } = [StateChange, ContributorStateChange];
}

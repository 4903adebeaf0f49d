namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of the estate's alarms as a whole.</summary>
public static class AlarmBatchLooks
{
    /// <summary>How many names one call of DescribeAlarms takes.</summary>
    public const int NamesPerCall = 100;

    /// <summary>The alarms that a batch names, and whom their topics reach.</summary>
    public static Look<StandingAlarms> Standing { get; } =
        new("alarms of the estate", "cloudwatch:DescribeAlarms", "sns:ListSubscriptionsByTopic")
        {
            IsAbout = static resource => resource is AlarmBatch,
        };

    /// <summary>The EventBridge rules whose targets are functions of LambdaOps.</summary>
    public static Look<AlarmEventRules> EventRules { get; } =
        new("event rules", "events:ListRuleNamesByTarget", "events:ListRules")
        {
            IsAbout = static resource => resource is AlarmBatch,
        };

    /// <summary>The mute rules that are active now.</summary>
    public static Look<ActiveMutes> Mutes { get; } =
        new("mute rules", "cloudwatch:GetAlarmMuteRule", "cloudwatch:ListAlarmMuteRules")
        {
            IsAbout = static resource => resource is AlarmBatch,
        };
}

using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>Values of HistoryItemType; one that is not listed survives.</summary>
public class HistoryItemType : ConstantClass
{
    public static readonly HistoryItemType Action = new("Action");
    public static readonly HistoryItemType AlarmContributorAction = new("AlarmContributorAction");
    public static readonly HistoryItemType AlarmContributorStateUpdate = new("AlarmContributorStateUpdate");
    public static readonly HistoryItemType ConfigurationUpdate = new("ConfigurationUpdate");
    public static readonly HistoryItemType StateUpdate = new("StateUpdate");

    public HistoryItemType(string value)
        : base(value) { }

    public static HistoryItemType FindValue(string value) => FindValue<HistoryItemType>(value);

    public static implicit operator HistoryItemType(string value) => FindValue(value);
}

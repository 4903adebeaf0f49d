namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: alarm history item.</summary>
public class AlarmHistoryItem
{
    public string AlarmName { get; set; }

    public AlarmType AlarmType { get; set; }

    public string HistoryData { get; set; }

    public HistoryItemType HistoryItemType { get; set; }

    public string HistorySummary { get; set; }

    public DateTime? Timestamp { get; set; }
}

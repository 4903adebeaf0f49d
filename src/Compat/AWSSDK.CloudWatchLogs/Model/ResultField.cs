namespace Amazon.CloudWatchLogs.Model;

/// <summary>Amazon CloudWatch Logs: result field.</summary>
public class ResultField
{
    public string Field { get; set; }

    public string Value { get; set; }
}

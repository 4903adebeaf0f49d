namespace Amazon.CloudWatchLogs.Model;

/// <summary>What StartQuery is asked.</summary>
public class StartQueryRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Required.</summary>
    public long? EndTime { get; set; }

    public int? Limit { get; set; }

    public List<string> LogGroupIdentifiers { get; set; }

    public string LogGroupName { get; set; }

    public List<string> LogGroupNames { get; set; }

    public QueryLanguage QueryLanguage { get; set; }

    /// <summary>Required.</summary>
    public string QueryString { get; set; }

    /// <summary>Required.</summary>
    public long? StartTime { get; set; }
}

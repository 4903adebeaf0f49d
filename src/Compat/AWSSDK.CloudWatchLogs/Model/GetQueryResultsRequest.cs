namespace Amazon.CloudWatchLogs.Model;

/// <summary>What GetQueryResults is asked.</summary>
public class GetQueryResultsRequest : AmazonCloudWatchLogsRequest
{
    public int? MaxItems { get; set; }

    public string NextToken { get; set; }

    /// <summary>Required.</summary>
    public string QueryId { get; set; }
}

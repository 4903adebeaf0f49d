namespace Amazon.CloudWatchLogs.Model;

/// <summary>Amazon CloudWatch Logs: query compile error.</summary>
public class QueryCompileError
{
    public QueryCompileErrorLocation Location { get; set; }

    public string Message { get; set; }
}

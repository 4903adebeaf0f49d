namespace Amazon.CloudWatchLogs.Model;

/// <summary>Amazon CloudWatch Logs: query compile error location.</summary>
public class QueryCompileErrorLocation
{
    public int? EndCharOffset { get; set; }

    public int? StartCharOffset { get; set; }
}

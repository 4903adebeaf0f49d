using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>Values of QueryStatus; one that is not listed survives.</summary>
public class QueryStatus : ConstantClass
{
    public static readonly QueryStatus Cancelled = new("Cancelled");
    public static readonly QueryStatus Complete = new("Complete");
    public static readonly QueryStatus Failed = new("Failed");
    public static readonly QueryStatus Running = new("Running");
    public static readonly QueryStatus Scheduled = new("Scheduled");
    public static readonly QueryStatus Timeout = new("Timeout");
    public static readonly QueryStatus Unknown = new("Unknown");

    public QueryStatus(string value)
        : base(value) { }

    public static QueryStatus FindValue(string value) => FindValue<QueryStatus>(value);

    public static implicit operator QueryStatus(string value) => FindValue(value);
}

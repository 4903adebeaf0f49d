using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs;

/// <summary>What Amazon CloudWatch Logs's service model says of the wire.</summary>
internal static class AmazonCloudWatchLogsProtocol
{
    internal static readonly JsonService Instance = new("Amazon.CloudWatchLogs", "Logs_20140328", "1.1", "2014-03-28");
}

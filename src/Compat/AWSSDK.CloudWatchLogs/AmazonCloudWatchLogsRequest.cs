using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>What all requests to Amazon CloudWatch Logs derive from.</summary>
public class AmazonCloudWatchLogsRequest : AmazonWebServiceRequest { }

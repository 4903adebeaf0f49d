using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>What all requests to Amazon CloudWatch derive from.</summary>
public class AmazonCloudWatchRequest : AmazonWebServiceRequest { }

using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling;

/// <summary>What all requests to Application Auto Scaling derive from.</summary>
public class AmazonApplicationAutoScalingRequest : AmazonWebServiceRequest { }

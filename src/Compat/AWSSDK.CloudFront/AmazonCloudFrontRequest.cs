using Amazon.Runtime;

namespace Amazon.CloudFront;

/// <summary>What all requests to Amazon CloudFront derive from.</summary>
public class AmazonCloudFrontRequest : AmazonWebServiceRequest { }

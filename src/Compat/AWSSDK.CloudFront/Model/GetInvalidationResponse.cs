using Amazon.Runtime;

namespace Amazon.CloudFront.Model;

/// <summary>What GetInvalidation answers.</summary>
public class GetInvalidationResponse : AmazonWebServiceResponse
{
    public Invalidation Invalidation { get; set; }
}

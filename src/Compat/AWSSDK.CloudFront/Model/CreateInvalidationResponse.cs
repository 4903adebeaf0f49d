using Amazon.Runtime;

namespace Amazon.CloudFront.Model;

/// <summary>What CreateInvalidation answers.</summary>
public class CreateInvalidationResponse : AmazonWebServiceResponse
{
    public Invalidation Invalidation { get; set; }

    public string Location { get; set; }
}

namespace Amazon.CloudFront.Model;

/// <summary>What GetInvalidation is asked.</summary>
public class GetInvalidationRequest : AmazonCloudFrontRequest
{
    /// <summary>Required.</summary>
    public string DistributionId { get; set; }

    /// <summary>Required.</summary>
    public string Id { get; set; }
}

namespace Amazon.CloudFront.Model;

/// <summary>What CreateInvalidation is asked.</summary>
public class CreateInvalidationRequest : AmazonCloudFrontRequest
{
    /// <summary>Required.</summary>
    public string DistributionId { get; set; }

    /// <summary>Required.</summary>
    public InvalidationBatch InvalidationBatch { get; set; }
}

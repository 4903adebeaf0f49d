namespace Amazon.CloudFront.Model;

/// <summary>Amazon CloudFront: invalidation batch.</summary>
public class InvalidationBatch
{
    /// <summary>Required.</summary>
    public string CallerReference { get; set; }

    /// <summary>Required.</summary>
    public Paths Paths { get; set; }
}

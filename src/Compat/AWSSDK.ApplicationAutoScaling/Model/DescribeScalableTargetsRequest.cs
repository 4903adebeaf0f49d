namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>What DescribeScalableTargets is asked.</summary>
public class DescribeScalableTargetsRequest : AmazonApplicationAutoScalingRequest
{
    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    public List<string> ResourceIds { get; set; }

    public ScalableDimension ScalableDimension { get; set; }

    /// <summary>Required.</summary>
    public ServiceNamespace ServiceNamespace { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>What DescribeScalableTargets answers.</summary>
public class DescribeScalableTargetsResponse : AmazonWebServiceResponse
{
    public string NextToken { get; set; }

    public List<ScalableTarget> ScalableTargets { get; set; }
}

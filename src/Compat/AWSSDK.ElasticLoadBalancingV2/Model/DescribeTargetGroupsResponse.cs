using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>What DescribeTargetGroups answers.</summary>
public class DescribeTargetGroupsResponse : AmazonWebServiceResponse
{
    public string NextMarker { get; set; }

    public List<TargetGroup> TargetGroups { get; set; }
}

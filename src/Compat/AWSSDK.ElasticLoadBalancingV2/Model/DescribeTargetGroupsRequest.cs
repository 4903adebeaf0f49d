namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>What DescribeTargetGroups is asked.</summary>
public class DescribeTargetGroupsRequest : AmazonElasticLoadBalancingV2Request
{
    public string LoadBalancerArn { get; set; }

    public string Marker { get; set; }

    public List<string> Names { get; set; }

    public int? PageSize { get; set; }

    public List<string> TargetGroupArns { get; set; }
}

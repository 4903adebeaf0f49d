namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>What DescribeLoadBalancers is asked.</summary>
public class DescribeLoadBalancersRequest : AmazonElasticLoadBalancingV2Request
{
    public List<string> LoadBalancerArns { get; set; }

    public string Marker { get; set; }

    public List<string> Names { get; set; }

    public int? PageSize { get; set; }
}

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>What DescribeTargetHealth is asked.</summary>
public class DescribeTargetHealthRequest : AmazonElasticLoadBalancingV2Request
{
    public List<string> Include { get; set; }

    /// <summary>Required.</summary>
    public string TargetGroupArn { get; set; }

    public List<TargetDescription> Targets { get; set; }
}

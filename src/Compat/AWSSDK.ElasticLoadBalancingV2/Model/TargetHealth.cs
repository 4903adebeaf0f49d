namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: target health.</summary>
public class TargetHealth
{
    public string Description { get; set; }

    public TargetHealthReasonEnum Reason { get; set; }

    public TargetHealthStateEnum State { get; set; }
}

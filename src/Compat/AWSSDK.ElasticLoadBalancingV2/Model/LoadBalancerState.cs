namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: load balancer state.</summary>
public class LoadBalancerState
{
    public LoadBalancerStateEnum Code { get; set; }

    public string Reason { get; set; }
}

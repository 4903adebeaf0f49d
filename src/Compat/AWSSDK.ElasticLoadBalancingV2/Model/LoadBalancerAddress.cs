namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: load balancer address.</summary>
public class LoadBalancerAddress
{
    public string AllocationId { get; set; }

    public string IpAddress { get; set; }

    public string IPv6Address { get; set; }

    public string PrivateIPv4Address { get; set; }
}

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: availability zone.</summary>
public class AvailabilityZone
{
    public List<LoadBalancerAddress> LoadBalancerAddresses { get; set; }

    public string OutpostId { get; set; }

    public string SubnetId { get; set; }

    public string ZoneName { get; set; }
}

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: load balancer.</summary>
public class LoadBalancer
{
    public List<AvailabilityZone> AvailabilityZones { get; set; }

    public string CanonicalHostedZoneId { get; set; }

    public DateTime? CreatedTime { get; set; }

    public string CustomerOwnedIpv4Pool { get; set; }

    public string DNSName { get; set; }

    public string EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic { get; set; }

    public IpAddressType IpAddressType { get; set; }

    public string LoadBalancerArn { get; set; }

    public string LoadBalancerName { get; set; }

    public LoadBalancerSchemeEnum Scheme { get; set; }

    public List<string> SecurityGroups { get; set; }

    public LoadBalancerState State { get; set; }

    public LoadBalancerTypeEnum Type { get; set; }

    public string VpcId { get; set; }
}

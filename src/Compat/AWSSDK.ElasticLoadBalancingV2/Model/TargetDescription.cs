namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: target description.</summary>
public class TargetDescription
{
    public string AvailabilityZone { get; set; }

    /// <summary>Required.</summary>
    public string Id { get; set; }

    public int? Port { get; set; }
}

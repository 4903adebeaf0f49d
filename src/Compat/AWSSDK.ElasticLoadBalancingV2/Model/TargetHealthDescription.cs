namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: target health description.</summary>
public class TargetHealthDescription
{
    public AdministrativeOverride AdministrativeOverride { get; set; }

    public AnomalyDetection AnomalyDetection { get; set; }

    public string HealthCheckPort { get; set; }

    public TargetDescription Target { get; set; }

    public TargetHealth TargetHealth { get; set; }
}

namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: anomaly detection.</summary>
public class AnomalyDetection
{
    public MitigationInEffectEnum MitigationInEffect { get; set; }

    public AnomalyResultEnum Result { get; set; }
}

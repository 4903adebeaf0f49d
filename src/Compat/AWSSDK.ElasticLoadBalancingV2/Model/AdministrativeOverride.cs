namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: administrative override.</summary>
public class AdministrativeOverride
{
    public string Description { get; set; }

    public TargetAdministrativeOverrideReasonEnum Reason { get; set; }

    public TargetAdministrativeOverrideStateEnum State { get; set; }
}

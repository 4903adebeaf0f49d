using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Values of LoadBalancerStateEnum; one that is not listed survives.</summary>
public class LoadBalancerStateEnum : ConstantClass
{
    public static readonly LoadBalancerStateEnum Active = new("active");
    public static readonly LoadBalancerStateEnum Active_impaired = new("active_impaired");
    public static readonly LoadBalancerStateEnum Failed = new("failed");
    public static readonly LoadBalancerStateEnum Provisioning = new("provisioning");

    public LoadBalancerStateEnum(string value)
        : base(value) { }

    public static LoadBalancerStateEnum FindValue(string value) => FindValue<LoadBalancerStateEnum>(value);

    public static implicit operator LoadBalancerStateEnum(string value) => FindValue(value);
}

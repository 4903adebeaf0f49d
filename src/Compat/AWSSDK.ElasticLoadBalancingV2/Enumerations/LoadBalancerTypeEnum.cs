using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Values of LoadBalancerTypeEnum; one that is not listed survives.</summary>
public class LoadBalancerTypeEnum : ConstantClass
{
    public static readonly LoadBalancerTypeEnum Application = new("application");
    public static readonly LoadBalancerTypeEnum Gateway = new("gateway");
    public static readonly LoadBalancerTypeEnum Network = new("network");

    public LoadBalancerTypeEnum(string value)
        : base(value) { }

    public static LoadBalancerTypeEnum FindValue(string value) => FindValue<LoadBalancerTypeEnum>(value);

    public static implicit operator LoadBalancerTypeEnum(string value) => FindValue(value);
}

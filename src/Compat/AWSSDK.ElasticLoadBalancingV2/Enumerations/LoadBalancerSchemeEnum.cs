using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Values of LoadBalancerSchemeEnum; one that is not listed survives.</summary>
public class LoadBalancerSchemeEnum : ConstantClass
{
    public static readonly LoadBalancerSchemeEnum Internal = new("internal");
    public static readonly LoadBalancerSchemeEnum InternetFacing = new("internet-facing");

    public LoadBalancerSchemeEnum(string value)
        : base(value) { }

    public static LoadBalancerSchemeEnum FindValue(string value) => FindValue<LoadBalancerSchemeEnum>(value);

    public static implicit operator LoadBalancerSchemeEnum(string value) => FindValue(value);
}

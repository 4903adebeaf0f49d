using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Values of TargetGroupIpAddressTypeEnum; one that is not listed survives.</summary>
public class TargetGroupIpAddressTypeEnum : ConstantClass
{
    public static readonly TargetGroupIpAddressTypeEnum Ipv4 = new("ipv4");
    public static readonly TargetGroupIpAddressTypeEnum Ipv6 = new("ipv6");

    public TargetGroupIpAddressTypeEnum(string value)
        : base(value) { }

    public static TargetGroupIpAddressTypeEnum FindValue(string value) =>
        FindValue<TargetGroupIpAddressTypeEnum>(value);

    public static implicit operator TargetGroupIpAddressTypeEnum(string value) => FindValue(value);
}

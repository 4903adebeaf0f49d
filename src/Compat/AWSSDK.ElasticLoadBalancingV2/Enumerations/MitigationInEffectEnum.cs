using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Values of MitigationInEffectEnum; one that is not listed survives.</summary>
public class MitigationInEffectEnum : ConstantClass
{
    public static readonly MitigationInEffectEnum No = new("no");
    public static readonly MitigationInEffectEnum Yes = new("yes");

    public MitigationInEffectEnum(string value)
        : base(value) { }

    public static MitigationInEffectEnum FindValue(string value) => FindValue<MitigationInEffectEnum>(value);

    public static implicit operator MitigationInEffectEnum(string value) => FindValue(value);
}

using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of ThresholdType; one that is not listed survives.</summary>
public class ThresholdType : ConstantClass
{
    public static readonly ThresholdType BOUNDED_PERCENT = new("BOUNDED_PERCENT");
    public static readonly ThresholdType COUNT = new("COUNT");
    public static readonly ThresholdType UNBOUNDED_PERCENT = new("UNBOUNDED_PERCENT");

    public ThresholdType(string value)
        : base(value) { }

    public static ThresholdType FindValue(string value) => FindValue<ThresholdType>(value);

    public static implicit operator ThresholdType(string value) => FindValue(value);
}

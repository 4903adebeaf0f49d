using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Values of DescribeTargetHealthInputIncludeEnum; one that is not listed survives.</summary>
public class DescribeTargetHealthInputIncludeEnum : ConstantClass
{
    public static readonly DescribeTargetHealthInputIncludeEnum All = new("All");
    public static readonly DescribeTargetHealthInputIncludeEnum AnomalyDetection = new("AnomalyDetection");

    public DescribeTargetHealthInputIncludeEnum(string value)
        : base(value) { }

    public static DescribeTargetHealthInputIncludeEnum FindValue(string value) =>
        FindValue<DescribeTargetHealthInputIncludeEnum>(value);

    public static implicit operator DescribeTargetHealthInputIncludeEnum(string value) => FindValue(value);
}

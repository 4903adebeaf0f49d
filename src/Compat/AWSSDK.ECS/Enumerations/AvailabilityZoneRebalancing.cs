using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of AvailabilityZoneRebalancing; one that is not listed survives.</summary>
public class AvailabilityZoneRebalancing : ConstantClass
{
    public static readonly AvailabilityZoneRebalancing DISABLED = new("DISABLED");
    public static readonly AvailabilityZoneRebalancing ENABLED = new("ENABLED");

    public AvailabilityZoneRebalancing(string value)
        : base(value) { }

    public static AvailabilityZoneRebalancing FindValue(string value) => FindValue<AvailabilityZoneRebalancing>(value);

    public static implicit operator AvailabilityZoneRebalancing(string value) => FindValue(value);
}

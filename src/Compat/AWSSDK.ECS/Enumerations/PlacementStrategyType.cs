using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of PlacementStrategyType; one that is not listed survives.</summary>
public class PlacementStrategyType : ConstantClass
{
    public static readonly PlacementStrategyType Binpack = new("binpack");
    public static readonly PlacementStrategyType Random = new("random");
    public static readonly PlacementStrategyType Spread = new("spread");

    public PlacementStrategyType(string value)
        : base(value) { }

    public static PlacementStrategyType FindValue(string value) => FindValue<PlacementStrategyType>(value);

    public static implicit operator PlacementStrategyType(string value) => FindValue(value);
}

using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of ContainerCondition; one that is not listed survives.</summary>
public class ContainerCondition : ConstantClass
{
    public static readonly ContainerCondition COMPLETE = new("COMPLETE");
    public static readonly ContainerCondition HEALTHY = new("HEALTHY");
    public static readonly ContainerCondition START = new("START");
    public static readonly ContainerCondition SUCCESS = new("SUCCESS");

    public ContainerCondition(string value)
        : base(value) { }

    public static ContainerCondition FindValue(string value) => FindValue<ContainerCondition>(value);

    public static implicit operator ContainerCondition(string value) => FindValue(value);
}

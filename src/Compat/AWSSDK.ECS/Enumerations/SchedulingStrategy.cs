using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of SchedulingStrategy; one that is not listed survives.</summary>
public class SchedulingStrategy : ConstantClass
{
    public static readonly SchedulingStrategy DAEMON = new("DAEMON");
    public static readonly SchedulingStrategy REPLICA = new("REPLICA");

    public SchedulingStrategy(string value)
        : base(value) { }

    public static SchedulingStrategy FindValue(string value) => FindValue<SchedulingStrategy>(value);

    public static implicit operator SchedulingStrategy(string value) => FindValue(value);
}

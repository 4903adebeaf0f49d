using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of TaskField; one that is not listed survives.</summary>
public class TaskField : ConstantClass
{
    public static readonly TaskField TAGS = new("TAGS");

    public TaskField(string value)
        : base(value) { }

    public static TaskField FindValue(string value) => FindValue<TaskField>(value);

    public static implicit operator TaskField(string value) => FindValue(value);
}

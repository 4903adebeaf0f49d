using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of TaskDefinitionField; one that is not listed survives.</summary>
public class TaskDefinitionField : ConstantClass
{
    public static readonly TaskDefinitionField TAGS = new("TAGS");

    public TaskDefinitionField(string value)
        : base(value) { }

    public static TaskDefinitionField FindValue(string value) => FindValue<TaskDefinitionField>(value);

    public static implicit operator TaskDefinitionField(string value) => FindValue(value);
}

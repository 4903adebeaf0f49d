namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: container dependency.</summary>
public class ContainerDependency
{
    public ContainerCondition Condition { get; set; }

    public string ContainerName { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: secret.</summary>
public class Secret
{
    public string Name { get; set; }

    public string ValueFrom { get; set; }
}

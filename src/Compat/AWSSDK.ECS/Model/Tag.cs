namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: tag.</summary>
public class Tag
{
    public string Key { get; set; }

    public string Value { get; set; }
}

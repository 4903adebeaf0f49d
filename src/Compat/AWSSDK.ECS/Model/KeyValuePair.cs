namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: key value pair.</summary>
public class KeyValuePair
{
    public string Name { get; set; }

    public string Value { get; set; }
}

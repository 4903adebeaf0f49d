namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: attachment.</summary>
public class Attachment
{
    public List<KeyValuePair> Details { get; set; }

    public string Id { get; set; }

    public string Status { get; set; }

    public string Type { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: ephemeral storage.</summary>
public class EphemeralStorage
{
    public int? SizeInGiB { get; set; }
}

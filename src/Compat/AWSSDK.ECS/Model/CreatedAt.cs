namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: created at.</summary>
public class CreatedAt
{
    public DateTime? After { get; set; }

    public DateTime? Before { get; set; }
}

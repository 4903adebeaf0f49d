namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service event.</summary>
public class ServiceEvent
{
    public DateTime? CreatedAt { get; set; }

    public string Id { get; set; }

    public string Message { get; set; }
}

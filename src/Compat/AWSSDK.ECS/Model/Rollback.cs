namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: rollback.</summary>
public class Rollback
{
    public string Reason { get; set; }

    public string ServiceRevisionArn { get; set; }

    public DateTime? StartedAt { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service deployment brief.</summary>
public class ServiceDeploymentBrief
{
    public string ClusterArn { get; set; }

    public DateTime? CreatedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    public string ServiceArn { get; set; }

    public string ServiceDeploymentArn { get; set; }

    public DateTime? StartedAt { get; set; }

    public ServiceDeploymentStatus Status { get; set; }

    public string StatusReason { get; set; }

    public string TargetServiceRevisionArn { get; set; }
}

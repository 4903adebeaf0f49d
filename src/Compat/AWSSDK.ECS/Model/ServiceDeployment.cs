namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service deployment.</summary>
public class ServiceDeployment
{
    public ServiceDeploymentAlarms Alarms { get; set; }

    public string ClusterArn { get; set; }

    public DateTime? CreatedAt { get; set; }

    public ServiceDeploymentCircuitBreaker DeploymentCircuitBreaker { get; set; }

    public DeploymentConfiguration DeploymentConfiguration { get; set; }

    public DateTime? FinishedAt { get; set; }

    public List<DeploymentLifecycleHookDetail> LifecycleHookDetails { get; set; }

    public ServiceDeploymentLifecycleStage LifecycleStage { get; set; }

    public Rollback Rollback { get; set; }

    public string ServiceArn { get; set; }

    public string ServiceDeploymentArn { get; set; }

    public List<ServiceRevisionSummary> SourceServiceRevisions { get; set; }

    public DateTime? StartedAt { get; set; }

    public ServiceDeploymentStatus Status { get; set; }

    public string StatusReason { get; set; }

    public DateTime? StoppedAt { get; set; }

    public ServiceRevisionSummary TargetServiceRevision { get; set; }

    public DateTime? UpdatedAt { get; set; }
}

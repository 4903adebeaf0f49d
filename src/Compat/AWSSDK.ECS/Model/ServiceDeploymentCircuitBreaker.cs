namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service deployment circuit breaker.</summary>
public class ServiceDeploymentCircuitBreaker
{
    public int? FailureCount { get; set; }

    public ServiceDeploymentRollbackMonitorsStatus Status { get; set; }

    public int? Threshold { get; set; }
}

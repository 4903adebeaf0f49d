namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment circuit breaker.</summary>
public class DeploymentCircuitBreaker
{
    /// <summary>Required.</summary>
    public bool? Enable { get; set; }

    public bool? ResetOnHealthyTask { get; set; }

    /// <summary>Required.</summary>
    public bool? Rollback { get; set; }

    public ThresholdConfiguration ThresholdConfiguration { get; set; }
}

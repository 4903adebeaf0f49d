namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment configuration.</summary>
public class DeploymentConfiguration
{
    public DeploymentAlarms Alarms { get; set; }

    public int? BakeTimeInMinutes { get; set; }

    public CanaryConfiguration CanaryConfiguration { get; set; }

    public DeploymentCircuitBreaker DeploymentCircuitBreaker { get; set; }

    public List<DeploymentLifecycleHook> LifecycleHooks { get; set; }

    public LinearConfiguration LinearConfiguration { get; set; }

    public int? MaximumPercent { get; set; }

    public int? MinimumHealthyPercent { get; set; }

    public DeploymentStrategy Strategy { get; set; }
}

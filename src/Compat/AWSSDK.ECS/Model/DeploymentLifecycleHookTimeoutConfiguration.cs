namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment lifecycle hook timeout configuration.</summary>
public class DeploymentLifecycleHookTimeoutConfiguration
{
    public DeploymentLifecycleHookAction Action { get; set; }

    public int? TimeoutInMinutes { get; set; }
}

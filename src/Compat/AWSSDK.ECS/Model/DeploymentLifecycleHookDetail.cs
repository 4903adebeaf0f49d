namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment lifecycle hook detail.</summary>
public class DeploymentLifecycleHookDetail
{
    public DateTime? ExpiresAt { get; set; }

    public string HookId { get; set; }

    public DeploymentLifecycleHookStatus Status { get; set; }

    public string TargetArn { get; set; }

    public DeploymentLifecycleHookTargetType TargetType { get; set; }

    public DeploymentLifecycleHookAction TimeoutAction { get; set; }
}

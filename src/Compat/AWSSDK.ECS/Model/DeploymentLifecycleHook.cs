namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment lifecycle hook.</summary>
public class DeploymentLifecycleHook
{
    public string HookTargetArn { get; set; }

    public List<string> LifecycleStages { get; set; }

    public string RoleArn { get; set; }

    public DeploymentLifecycleHookTargetType TargetType { get; set; }

    public DeploymentLifecycleHookTimeoutConfiguration TimeoutConfiguration { get; set; }
}

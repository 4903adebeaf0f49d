using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of DeploymentLifecycleHookAction; one that is not listed survives.</summary>
public class DeploymentLifecycleHookAction : ConstantClass
{
    public static readonly DeploymentLifecycleHookAction CONTINUE = new("CONTINUE");
    public static readonly DeploymentLifecycleHookAction ROLLBACK = new("ROLLBACK");

    public DeploymentLifecycleHookAction(string value)
        : base(value) { }

    public static DeploymentLifecycleHookAction FindValue(string value) =>
        FindValue<DeploymentLifecycleHookAction>(value);

    public static implicit operator DeploymentLifecycleHookAction(string value) => FindValue(value);
}

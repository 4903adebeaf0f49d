using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of DeploymentLifecycleHookTargetType; one that is not listed survives.</summary>
public class DeploymentLifecycleHookTargetType : ConstantClass
{
    public static readonly DeploymentLifecycleHookTargetType AWS_LAMBDA = new("AWS_LAMBDA");
    public static readonly DeploymentLifecycleHookTargetType PAUSE = new("PAUSE");

    public DeploymentLifecycleHookTargetType(string value)
        : base(value) { }

    public static DeploymentLifecycleHookTargetType FindValue(string value) =>
        FindValue<DeploymentLifecycleHookTargetType>(value);

    public static implicit operator DeploymentLifecycleHookTargetType(string value) => FindValue(value);
}

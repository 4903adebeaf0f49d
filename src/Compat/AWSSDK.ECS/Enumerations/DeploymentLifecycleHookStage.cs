using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of DeploymentLifecycleHookStage; one that is not listed survives.</summary>
public class DeploymentLifecycleHookStage : ConstantClass
{
    public static readonly DeploymentLifecycleHookStage POST_PRODUCTION_TRAFFIC_SHIFT = new(
        "POST_PRODUCTION_TRAFFIC_SHIFT"
    );
    public static readonly DeploymentLifecycleHookStage POST_SCALE_UP = new("POST_SCALE_UP");
    public static readonly DeploymentLifecycleHookStage POST_TEST_TRAFFIC_SHIFT = new("POST_TEST_TRAFFIC_SHIFT");
    public static readonly DeploymentLifecycleHookStage PRE_PRODUCTION_TRAFFIC_SHIFT = new(
        "PRE_PRODUCTION_TRAFFIC_SHIFT"
    );
    public static readonly DeploymentLifecycleHookStage PRE_SCALE_UP = new("PRE_SCALE_UP");
    public static readonly DeploymentLifecycleHookStage PRODUCTION_TRAFFIC_SHIFT = new("PRODUCTION_TRAFFIC_SHIFT");
    public static readonly DeploymentLifecycleHookStage RECONCILE_SERVICE = new("RECONCILE_SERVICE");
    public static readonly DeploymentLifecycleHookStage TEST_TRAFFIC_SHIFT = new("TEST_TRAFFIC_SHIFT");

    public DeploymentLifecycleHookStage(string value)
        : base(value) { }

    public static DeploymentLifecycleHookStage FindValue(string value) =>
        FindValue<DeploymentLifecycleHookStage>(value);

    public static implicit operator DeploymentLifecycleHookStage(string value) => FindValue(value);
}

using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of ServiceDeploymentLifecycleStage; one that is not listed survives.</summary>
public class ServiceDeploymentLifecycleStage : ConstantClass
{
    public static readonly ServiceDeploymentLifecycleStage BAKE_TIME = new("BAKE_TIME");
    public static readonly ServiceDeploymentLifecycleStage CLEAN_UP = new("CLEAN_UP");
    public static readonly ServiceDeploymentLifecycleStage POST_PRODUCTION_TRAFFIC_SHIFT = new(
        "POST_PRODUCTION_TRAFFIC_SHIFT"
    );
    public static readonly ServiceDeploymentLifecycleStage POST_SCALE_UP = new("POST_SCALE_UP");
    public static readonly ServiceDeploymentLifecycleStage POST_TEST_TRAFFIC_SHIFT = new("POST_TEST_TRAFFIC_SHIFT");
    public static readonly ServiceDeploymentLifecycleStage PRE_SCALE_UP = new("PRE_SCALE_UP");
    public static readonly ServiceDeploymentLifecycleStage PRODUCTION_TRAFFIC_SHIFT = new("PRODUCTION_TRAFFIC_SHIFT");
    public static readonly ServiceDeploymentLifecycleStage RECONCILE_SERVICE = new("RECONCILE_SERVICE");
    public static readonly ServiceDeploymentLifecycleStage SCALE_UP = new("SCALE_UP");
    public static readonly ServiceDeploymentLifecycleStage TEST_TRAFFIC_SHIFT = new("TEST_TRAFFIC_SHIFT");

    public ServiceDeploymentLifecycleStage(string value)
        : base(value) { }

    public static ServiceDeploymentLifecycleStage FindValue(string value) =>
        FindValue<ServiceDeploymentLifecycleStage>(value);

    public static implicit operator ServiceDeploymentLifecycleStage(string value) => FindValue(value);
}

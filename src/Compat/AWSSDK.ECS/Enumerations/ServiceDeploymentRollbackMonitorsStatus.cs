using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of ServiceDeploymentRollbackMonitorsStatus; one that is not listed survives.</summary>
public class ServiceDeploymentRollbackMonitorsStatus : ConstantClass
{
    public static readonly ServiceDeploymentRollbackMonitorsStatus DISABLED = new("DISABLED");
    public static readonly ServiceDeploymentRollbackMonitorsStatus MONITORING = new("MONITORING");
    public static readonly ServiceDeploymentRollbackMonitorsStatus MONITORING_COMPLETE = new("MONITORING_COMPLETE");
    public static readonly ServiceDeploymentRollbackMonitorsStatus TRIGGERED = new("TRIGGERED");

    public ServiceDeploymentRollbackMonitorsStatus(string value)
        : base(value) { }

    public static ServiceDeploymentRollbackMonitorsStatus FindValue(string value) =>
        FindValue<ServiceDeploymentRollbackMonitorsStatus>(value);

    public static implicit operator ServiceDeploymentRollbackMonitorsStatus(string value) => FindValue(value);
}

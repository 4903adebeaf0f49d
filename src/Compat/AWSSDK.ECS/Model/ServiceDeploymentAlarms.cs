namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service deployment alarms.</summary>
public class ServiceDeploymentAlarms
{
    public List<string> AlarmNames { get; set; }

    public ServiceDeploymentRollbackMonitorsStatus Status { get; set; }

    public List<string> TriggeredAlarmNames { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment alarms.</summary>
public class DeploymentAlarms
{
    /// <summary>Required.</summary>
    public List<string> AlarmNames { get; set; }

    /// <summary>Required.</summary>
    public bool? Enable { get; set; }

    /// <summary>Required.</summary>
    public bool? Rollback { get; set; }
}

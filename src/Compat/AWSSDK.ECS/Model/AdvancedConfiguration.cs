namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: advanced configuration.</summary>
public class AdvancedConfiguration
{
    public string AlternateTargetGroupArn { get; set; }

    public string ProductionListenerRule { get; set; }

    public string RoleArn { get; set; }

    public string TestListenerRule { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: canary configuration.</summary>
public class CanaryConfiguration
{
    public int? CanaryBakeTimeInMinutes { get; set; }

    public double? CanaryPercent { get; set; }
}

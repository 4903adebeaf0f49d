namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: linear configuration.</summary>
public class LinearConfiguration
{
    public int? StepBakeTimeInMinutes { get; set; }

    public double? StepPercent { get; set; }
}

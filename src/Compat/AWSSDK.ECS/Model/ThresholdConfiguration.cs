namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: threshold configuration.</summary>
public class ThresholdConfiguration
{
    /// <summary>Required.</summary>
    public ThresholdType Type { get; set; }

    /// <summary>Required.</summary>
    public int? Value { get; set; }
}

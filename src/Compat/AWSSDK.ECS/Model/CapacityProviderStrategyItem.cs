namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: capacity provider strategy item.</summary>
public class CapacityProviderStrategyItem
{
    public int? Base { get; set; }

    /// <summary>Required.</summary>
    public string CapacityProvider { get; set; }

    public int? Weight { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: placement strategy.</summary>
public class PlacementStrategy
{
    public string Field { get; set; }

    public PlacementStrategyType Type { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: placement constraint.</summary>
public class PlacementConstraint
{
    public string Expression { get; set; }

    public PlacementConstraintType Type { get; set; }
}

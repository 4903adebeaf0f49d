namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: deployment controller.</summary>
public class DeploymentController
{
    /// <summary>Required.</summary>
    public DeploymentControllerType Type { get; set; }
}

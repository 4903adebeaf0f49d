namespace Amazon.ECS.Model;

/// <summary>What DescribeServiceDeployments is asked.</summary>
public class DescribeServiceDeploymentsRequest : AmazonECSRequest
{
    /// <summary>Required.</summary>
    public List<string> ServiceDeploymentArns { get; set; }
}

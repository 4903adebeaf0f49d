namespace Amazon.ECS.Model;

/// <summary>What DescribeTaskDefinition is asked.</summary>
public class DescribeTaskDefinitionRequest : AmazonECSRequest
{
    public List<string> Include { get; set; }

    /// <summary>Required.</summary>
    public string TaskDefinition { get; set; }
}

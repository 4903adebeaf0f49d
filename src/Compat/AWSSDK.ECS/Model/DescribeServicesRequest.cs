namespace Amazon.ECS.Model;

/// <summary>What DescribeServices is asked.</summary>
public class DescribeServicesRequest : AmazonECSRequest
{
    public string Cluster { get; set; }

    public List<string> Include { get; set; }

    /// <summary>Required.</summary>
    public List<string> Services { get; set; }
}

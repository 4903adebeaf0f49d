namespace Amazon.ECS.Model;

/// <summary>What DescribeTasks is asked.</summary>
public class DescribeTasksRequest : AmazonECSRequest
{
    public string Cluster { get; set; }

    public List<string> Include { get; set; }

    /// <summary>Required.</summary>
    public List<string> Tasks { get; set; }
}

namespace Amazon.ECS.Model;

/// <summary>What ListServiceDeployments is asked.</summary>
public class ListServiceDeploymentsRequest : AmazonECSRequest
{
    public string Cluster { get; set; }

    public CreatedAt CreatedAt { get; set; }

    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    /// <summary>Required.</summary>
    public string Service { get; set; }

    public List<string> Status { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What ListServiceDeployments answers.</summary>
public class ListServiceDeploymentsResponse : AmazonWebServiceResponse
{
    public string NextToken { get; set; }

    public List<ServiceDeploymentBrief> ServiceDeployments { get; set; }
}

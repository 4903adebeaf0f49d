using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What DescribeServiceDeployments answers.</summary>
public class DescribeServiceDeploymentsResponse : AmazonWebServiceResponse
{
    public List<Failure> Failures { get; set; }

    public List<ServiceDeployment> ServiceDeployments { get; set; }
}

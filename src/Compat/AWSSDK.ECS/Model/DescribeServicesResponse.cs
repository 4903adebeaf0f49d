using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What DescribeServices answers.</summary>
public class DescribeServicesResponse : AmazonWebServiceResponse
{
    public List<Failure> Failures { get; set; }

    public List<Service> Services { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What DescribeTasks answers.</summary>
public class DescribeTasksResponse : AmazonWebServiceResponse
{
    public List<Failure> Failures { get; set; }

    public List<Task> Tasks { get; set; }
}

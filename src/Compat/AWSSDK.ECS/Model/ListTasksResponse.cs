using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What ListTasks answers.</summary>
public class ListTasksResponse : AmazonWebServiceResponse
{
    public string NextToken { get; set; }

    public List<string> TaskArns { get; set; }
}

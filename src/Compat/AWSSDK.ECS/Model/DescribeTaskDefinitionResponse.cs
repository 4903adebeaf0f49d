using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What DescribeTaskDefinition answers.</summary>
public class DescribeTaskDefinitionResponse : AmazonWebServiceResponse
{
    public List<Tag> Tags { get; set; }

    public TaskDefinition TaskDefinition { get; set; }
}

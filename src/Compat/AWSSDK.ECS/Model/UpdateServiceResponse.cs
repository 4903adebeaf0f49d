using Amazon.Runtime;

namespace Amazon.ECS.Model;

/// <summary>What UpdateService answers.</summary>
public class UpdateServiceResponse : AmazonWebServiceResponse
{
    public Service Service { get; set; }
}

using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What StartQuery answers.</summary>
public class StartQueryResponse : AmazonWebServiceResponse
{
    public string QueryId { get; set; }
}

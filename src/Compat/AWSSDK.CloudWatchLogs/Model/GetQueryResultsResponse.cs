using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>What GetQueryResults answers.</summary>
public class GetQueryResultsResponse : AmazonWebServiceResponse
{
    public string EncryptionKey { get; set; }

    public string NextToken { get; set; }

    public QueryLanguage QueryLanguage { get; set; }

    public List<List<ResultField>> Results { get; set; }

    public QueryStatistics Statistics { get; set; }

    public QueryStatus Status { get; set; }
}

using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>What GetMetricData answers.</summary>
public class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MessageData> Messages { get; set; }

    public List<MetricDataResult> MetricDataResults { get; set; }

    public string NextToken { get; set; }
}

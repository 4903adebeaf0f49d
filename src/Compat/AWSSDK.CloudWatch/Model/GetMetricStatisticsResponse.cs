using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>What GetMetricStatistics answers.</summary>
public class GetMetricStatisticsResponse : AmazonWebServiceResponse
{
    public List<Datapoint> Datapoints { get; set; }

    public string Label { get; set; }
}

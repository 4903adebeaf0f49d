using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>What DescribeAlarmHistory answers.</summary>
public class DescribeAlarmHistoryResponse : AmazonWebServiceResponse
{
    public List<AlarmHistoryItem> AlarmHistoryItems { get; set; }

    public string NextToken { get; set; }
}

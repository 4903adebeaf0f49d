using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>What DescribeAlarms answers.</summary>
public class DescribeAlarmsResponse : AmazonWebServiceResponse
{
    public List<CompositeAlarm> CompositeAlarms { get; set; }

    public List<MetricAlarm> MetricAlarms { get; set; }

    public string NextToken { get; set; }
}

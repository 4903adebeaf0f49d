namespace Amazon.CloudWatch.Model;

/// <summary>What GetMetricData is asked.</summary>
public class GetMetricDataRequest : AmazonCloudWatchRequest
{
    /// <summary>Required.</summary>
    public DateTime? EndTime { get; set; }

    public LabelOptions LabelOptions { get; set; }

    public int? MaxDatapoints { get; set; }

    /// <summary>Required.</summary>
    public List<MetricDataQuery> MetricDataQueries { get; set; }

    public string NextToken { get; set; }

    public ScanBy ScanBy { get; set; }

    /// <summary>Required.</summary>
    public DateTime? StartTime { get; set; }
}

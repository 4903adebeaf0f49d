namespace Amazon.CloudWatch.Model;

/// <summary>What GetMetricStatistics is asked.</summary>
public class GetMetricStatisticsRequest : AmazonCloudWatchRequest
{
    public List<Dimension> Dimensions { get; set; }

    /// <summary>Required.</summary>
    public DateTime? EndTime { get; set; }

    public List<string> ExtendedStatistics { get; set; }

    /// <summary>Required.</summary>
    public string MetricName { get; set; }

    /// <summary>Required.</summary>
    public string Namespace { get; set; }

    /// <summary>Required.</summary>
    public int? Period { get; set; }

    /// <summary>Required.</summary>
    public DateTime? StartTime { get; set; }

    public List<string> Statistics { get; set; }

    public StandardUnit Unit { get; set; }
}

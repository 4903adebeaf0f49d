namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: metric data query.</summary>
public class MetricDataQuery
{
    public string AccountId { get; set; }

    public string Expression { get; set; }

    /// <summary>Required.</summary>
    public string Id { get; set; }

    public string Label { get; set; }

    public MetricStat MetricStat { get; set; }

    public int? Period { get; set; }

    public bool? ReturnData { get; set; }
}

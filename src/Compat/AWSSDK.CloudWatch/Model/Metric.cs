namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: metric.</summary>
public class Metric
{
    public List<Dimension> Dimensions { get; set; }

    public string MetricName { get; set; }

    public string Namespace { get; set; }
}

namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: metric stat.</summary>
public class MetricStat
{
    /// <summary>Required.</summary>
    public Metric Metric { get; set; }

    /// <summary>Required.</summary>
    public int? Period { get; set; }

    /// <summary>Required.</summary>
    public string Stat { get; set; }

    public StandardUnit Unit { get; set; }
}

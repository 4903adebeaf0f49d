namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: health check.</summary>
public class HealthCheck
{
    public List<string> Command { get; set; }

    public int? Interval { get; set; }

    public int? Retries { get; set; }

    public int? StartPeriod { get; set; }

    public int? Timeout { get; set; }
}

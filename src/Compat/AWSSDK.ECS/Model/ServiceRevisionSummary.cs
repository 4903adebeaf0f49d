namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service revision summary.</summary>
public class ServiceRevisionSummary
{
    public string Arn { get; set; }

    public int? PendingTaskCount { get; set; }

    public double? RequestedProductionTrafficWeight { get; set; }

    public int? RequestedTaskCount { get; set; }

    public double? RequestedTestTrafficWeight { get; set; }

    public int? RunningTaskCount { get; set; }
}

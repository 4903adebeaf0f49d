namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service current revision summary.</summary>
public class ServiceCurrentRevisionSummary
{
    public string Arn { get; set; }

    public int? PendingTaskCount { get; set; }

    public int? RequestedTaskCount { get; set; }

    public int? RunningTaskCount { get; set; }
}

namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>Application Auto Scaling: scalable target.</summary>
public class ScalableTarget
{
    public DateTime? CreationTime { get; set; }

    public int? MaxCapacity { get; set; }

    public int? MinCapacity { get; set; }

    public int? PredictedCapacity { get; set; }

    public string ResourceId { get; set; }

    public string RoleARN { get; set; }

    public ScalableDimension ScalableDimension { get; set; }

    public string ScalableTargetARN { get; set; }

    public ServiceNamespace ServiceNamespace { get; set; }

    public SuspendedState SuspendedState { get; set; }
}

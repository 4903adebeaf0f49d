namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>What RegisterScalableTarget is asked.</summary>
public class RegisterScalableTargetRequest : AmazonApplicationAutoScalingRequest
{
    public int? MaxCapacity { get; set; }

    public int? MinCapacity { get; set; }

    /// <summary>Required.</summary>
    public string ResourceId { get; set; }

    public string RoleARN { get; set; }

    /// <summary>Required.</summary>
    public ScalableDimension ScalableDimension { get; set; }

    /// <summary>Required.</summary>
    public ServiceNamespace ServiceNamespace { get; set; }

    public SuspendedState SuspendedState { get; set; }

    public Dictionary<string, string> Tags { get; set; }
}

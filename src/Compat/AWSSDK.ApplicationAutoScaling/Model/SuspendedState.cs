namespace Amazon.ApplicationAutoScaling.Model;

/// <summary>Application Auto Scaling: suspended state.</summary>
public class SuspendedState
{
    public bool? DynamicScalingInSuspended { get; set; }

    public bool? DynamicScalingOutSuspended { get; set; }

    public bool? ScheduledScalingSuspended { get; set; }
}

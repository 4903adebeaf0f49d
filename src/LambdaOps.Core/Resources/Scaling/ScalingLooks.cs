namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a service's autoscaling.</summary>
public static class ScalingLooks
{
    /// <summary>Who owns the service's count.</summary>
    public static Look<ScalingState> State { get; } =
        new("scaling", "application-autoscaling:DescribeScalableTargets")
        {
            IsAbout = static target => target is OperatedService,
        };

    extension(Evidence seen)
    {
        /// <summary>Who owns the service's count.</summary>
        public Fact<ScalingState> Scaling => seen.Of(State);
    }
}

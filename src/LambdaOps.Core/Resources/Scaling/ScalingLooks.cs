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

/// <summary>Whether Application Auto Scaling owns the service's count.</summary>
public abstract record ScalingState
{
    private ScalingState() { }

    /// <summary>Nobody but people and deployments changes the desired count.</summary>
    public sealed record ByHand : ScalingState;

    /// <summary>A desired count that is set directly would be undone: the minimum is what can be moved.</summary>
    public sealed record Automatic(int Minimum, int Maximum) : ScalingState;
}

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

    /// <summary>What is moved: the desired count, or the minimum of a service that scales by itself.</summary>
    /// <param name="desired">The service's desired count.</param>
    public int CountOf(int desired) => this is Automatic automatic ? automatic.Minimum : desired;

    /// <summary>Moves it to so many tasks.</summary>
    /// <inheritdoc cref="CountOf"/>
    public Change Resize(TargetId service, int desired, int to) =>
        this is Automatic automatic
            ? new Change.SetScalingMinimum(service, automatic.Minimum, to)
            : new Change.SetDesiredCount(service, desired, to);

    /// <summary>Nobody but people and deployments changes the desired count.</summary>
    public sealed record ByHand : ScalingState;

    /// <summary>A desired count that is set directly would be undone: the minimum is what can be moved.</summary>
    public sealed record Automatic(int Minimum, int Maximum) : ScalingState;
}

namespace LambdaOps.Core.Resources;

/// <summary>Whether Application Auto Scaling owns the service's count.</summary>
public abstract record ScalingState
{
    private ScalingState() { }

    /// <summary>Nobody but people and deployments changes the desired count.</summary>
    public sealed record ByHand : ScalingState;

    /// <summary>A desired count that is set directly would be undone: the minimum is what can be moved.</summary>
    public sealed record Automatic(int Minimum, int Maximum) : ScalingState;
}

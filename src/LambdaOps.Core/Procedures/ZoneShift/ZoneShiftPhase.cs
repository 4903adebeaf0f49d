using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Procedures.ZoneShift;

/// <summary>Where the zone procedure stands, for people.</summary>
public static class ZoneShiftPhase
{
    /// <summary>The zones are compared.</summary>
    public static Phase Comparing { get; } = new("comparing");

    /// <summary>Tasks for the other zones are asked for, and start.</summary>
    public static Phase AddingCapacity { get; } = new("addingCapacity");

    /// <summary>The zone is bad and the others carry the load: its traffic is shifted away.</summary>
    public static Phase Shifting { get; } = new("shifting");

    /// <summary>The traffic is shifted away.</summary>
    public static Phase Shifted { get; } = new("shifted");

    /// <summary>Someone else, or AWS, shifts traffic: that is left alone.</summary>
    public static Phase LeftAlone { get; } = new("leftAlone");

    /// <summary>All zones serve, monitored before it counts as over.</summary>
    public static Phase Watching { get; } = new("watching");

    /// <summary>Added tasks are scaled in.</summary>
    public static Phase ScalingIn { get; } = new("scalingIn");
}

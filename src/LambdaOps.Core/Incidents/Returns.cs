namespace LambdaOps.Core.Incidents;

/// <summary>How often a disturbance came back after its incident had ended.</summary>
/// <param name="LastAt">
/// When the incident was last opened again, by its alarm or by the start of a service that was stopped; null when it
/// never was.
/// </param>
public sealed record Returns(int Count, DateTimeOffset? LastAt)
{
    public static Returns None { get; } = new(0, null);
}

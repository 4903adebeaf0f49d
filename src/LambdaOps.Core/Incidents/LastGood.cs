namespace LambdaOps.Core.Incidents;

/// <summary>The task definition that a service was last seen healthy with.</summary>
/// <param name="SeenAt">When that was; null when nobody noted it.</param>
public sealed record LastGood(string TaskDefinition, DateTimeOffset? SeenAt);

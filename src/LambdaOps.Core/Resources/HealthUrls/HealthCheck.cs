namespace LambdaOps.Core.Resources;

/// <summary>The URL that tells whether the service serves, and what its body must contain.</summary>
public sealed record HealthCheck(Uri Url, string Contains, TimeSpan Timeout);

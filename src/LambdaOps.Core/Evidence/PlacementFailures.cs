namespace LambdaOps.Core.Evidence;

/// <summary>Reads in a service's events whether ECS finds no place for its tasks.</summary>
public static class PlacementFailures
{
    /// <summary>
    /// ECS's words when the newest event about starting tasks says that none could be placed; null when tasks have been
    /// started since, or when it is older than <paramref name="recently"/>.
    /// </summary>
    public static string? Latest(
        IEnumerable<(DateTimeOffset At, string Message)> events, DateTimeOffset now, TimeSpan recently)
    {
        foreach (var (at, message) in events.OrderByDescending(said => said.At))
        {
            if (now - at > recently || message.Contains("has started", StringComparison.Ordinal))
            {
                return null;
            }

            if (message.Contains("unable to place", StringComparison.Ordinal)
                || message.Contains("Capacity is unavailable", StringComparison.Ordinal))
            {
                return message;
            }
        }

        return null;
    }
}

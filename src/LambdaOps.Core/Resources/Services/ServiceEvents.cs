namespace LambdaOps.Core.Resources;

/// <summary>Reads in a service's events what ECS complains of, and whether a restart could fix it.</summary>
public static class ServiceEvents
{
    /// <summary>An event older than this is history.</summary>
    public static TimeSpan Recently { get; } = TimeSpan.FromMinutes(10);

    private const int MostComplaints = 3;

    /// <summary>No place for a task: over as soon as one has been started.</summary>
    private static readonly string[] s_noPlace = ["unable to place", "capacity is unavailable"];

    /// <summary>
    /// No task comes up, however often one is started: image, role, secret, address, registration; what ECS says after many
    /// tries; and a deployment whose percentages let it neither start nor stop one.
    /// </summary>
    private static readonly string[] s_noStart =
    [
        "unable to consistently start tasks",
        "unable to assume",
        "unable to pull",
        "unable to retrieve",
        "cannotpull",
        "cannot pull",
        "resourceinitializationerror",
        "accessdenied",
        "not authorized",
        "freeaddresses",
        "free addresses",
        "network interface provisioning",
        "failed to register targets",
        "service deployment configuration",
        "inactive task definition",
    ];

    /// <summary>A quota, unless it is of requests: those are let through again in a moment.</summary>
    private static readonly string[] s_quotas = ["quota", "reached the limit", "limit exceeded", "limitexceeded"];

    private static readonly string[] s_requests =
    [
        "throttl",
        "rate exceeded",
        "request limit exceeded",
        "requestlimitexceeded",
    ];

    private static readonly string[] s_complaints =
    [
        "unable",
        "fail",
        "error",
        "throttl",
        "cannot",
        "denied",
        "not authorized",
        "unavailable",
        "unhealthy",
        "quota",
        "limit",
    ];

    /// <summary>
    /// ECS's newest words on why tasks do not start, where a restart would not help; null when they have come up since.
    /// </summary>
    /// <param name="deployedAt">
    /// The primary deployment's time: what was said before is about another one. Null when there is none.
    /// </param>
    public static string? StartFailure(
        IEnumerable<(DateTimeOffset At, string Message)> events,
        DateTimeOffset? deployedAt,
        DateTimeOffset now
    )
    {
        var hasStarted = false;
        foreach (var message in Recent(events.Where(said => deployedAt is null || said.At >= deployedAt), now))
        {
            if (Says(message, ["has reached a steady state"]))
            {
                return null;
            }

            if (
                Says(message, s_noStart)
                || (Says(message, s_quotas) && !Says(message, s_requests))
                || (!hasStarted && Says(message, s_noPlace))
            )
            {
                return message;
            }

            // A started task is a placed one, and nothing more.
            hasStarted |= Says(message, ["has started"]);
        }

        return null;
    }

    /// <summary>The newest events that complain of something, each text once.</summary>
    public static IReadOnlyList<string> Complaints(
        IEnumerable<(DateTimeOffset At, string Message)> events,
        DateTimeOffset now
    ) => [.. Recent(events, now).Where(message => Says(message, s_complaints)).Distinct().Take(MostComplaints)];

    private static IEnumerable<string> Recent(
        IEnumerable<(DateTimeOffset At, string Message)> events,
        DateTimeOffset now
    ) =>
        events.Where(said => now - said.At <= Recently).OrderByDescending(said => said.At).Select(said => said.Message);

    private static bool Says(string message, string[] words) =>
        Array.Exists(words, word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}

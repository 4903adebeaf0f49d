namespace LambdaOps.Account.World.Plans;

/// <summary>A public hosted zone of Route 53.</summary>
/// <param name="Id">Without /hostedzone/.</param>
/// <param name="Name">Without the dot at its end.</param>
public sealed record HostedZonePlan(string Id, string Name)
{
    public IReadOnlyList<RecordSetPlan> Records { get; init; } = [];

    /// <summary>Whether its records can be changed soon after us-east-1 is lost; null where nobody has set it.</summary>
    public bool? HasAcceleratedRecovery { get; init; }
}

/// <summary>Records of one name and type.</summary>
/// <param name="Name">Without the dot at its end.</param>
/// <param name="Target">What it leads to: another name.</param>
public sealed record RecordSetPlan(string Name, string Target)
{
    /// <summary>The failover record of the other name: SECONDARY; null for a plain record.</summary>
    public string? Failover { get; init; }

    /// <summary>Null where nothing is checked.</summary>
    public string? HealthCheckId { get; init; }

    /// <summary>How long a resolver keeps an answer.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>An HTTP health check of Route 53.</summary>
/// <param name="Id">A UUID.</param>
public sealed record EndpointCheckPlan(string Id, string Host, string Path)
{
    public bool IsInverted { get; init; }

    /// <summary>A check that is disabled counts as healthy, inverted as unhealthy.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>How often each checker asks.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Answers in a row that change what it says.</summary>
    public int Threshold { get; init; } = 3;
}

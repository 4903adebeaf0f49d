namespace LambdaOps.Account.World;

/// <summary>
/// A disturbance of one service's API for a span of virtual time. <paramref name="Operation"/> "*" means all.
/// </summary>
public sealed record ApiFault(
    string Service,
    string Operation,
    DateTimeOffset From,
    DateTimeOffset Until,
    ApiFaultKind Kind
)
{
    /// <summary>
    /// How many calls of each operation on each target it disturbs: not of all, as calls that are made side by side
    /// arrive in any order.
    /// </summary>
    public int Times { get; init; } = int.MaxValue;
}

public enum ApiFaultKind
{
    /// <summary>400 with the service's throttling code; nothing happened.</summary>
    Throttled,

    /// <summary>500; nothing happened.</summary>
    FailedBefore,

    /// <summary>The call takes effect, then the connection breaks without an answer.</summary>
    BrokenAfter,

    /// <summary>403 AccessDenied; nothing happened.</summary>
    Denied,
}

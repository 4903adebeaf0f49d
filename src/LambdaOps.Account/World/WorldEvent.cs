namespace LambdaOps.Account.World;

/// <summary>Something a spectator of the world sees: one line of a drill's timeline.</summary>
/// <param name="Kind">
/// fault, traffic, task, deployment, target, alarm, page, call, invoke, tick, notice, person, record.
/// </param>
public sealed record WorldEvent(DateTimeOffset At, string Kind, string Subject, string Text)
{
    /// <summary>Of a notice: what it says below its subject. Null for everything else.</summary>
    public string? Body { get; init; }
}

/// <summary>One AWS call as the world saw it, for permission tests and safety checks.</summary>
/// <param name="Error">The error's code when the call failed, else null.</param>
public sealed record CallRecord(
    DateTimeOffset At,
    string Caller,
    string Service,
    string Operation,
    string Input,
    string? Error
);

namespace LambdaOps.Account.Lambda;

/// <summary>One call of Lambda's Invoke, as it came over the wire.</summary>
/// <param name="Function">The bare name, also when an ARN was given.</param>
/// <param name="Qualifier">Version or alias, or null.</param>
/// <param name="WantsLogTail">X-Amz-Log-Type: Tail.</param>
/// <param name="ClientContext">Base64 as sent, or null.</param>
/// <param name="Caller">The function's name, or the access key of a person.</param>
public sealed record InvokeCall(
    string Function,
    string? Qualifier,
    byte[] Payload,
    InvocationType Type,
    bool WantsLogTail,
    string? ClientContext,
    string Caller
)
{
    /// <summary>The function with what of it is asked for: name or name:qualifier.</summary>
    public string Asked => Qualifier is null ? Function : $"{Function}:{Qualifier}";

    /// <summary>The caller's trace header, or null.</summary>
    public string? Trace { get; init; }
}

public enum InvocationType
{
    RequestResponse,

    /// <summary>Queued; answered 202 at once.</summary>
    Event,

    /// <summary>Checks parameters and permission only; answered 204.</summary>
    DryRun,
}

/// <summary>What Invoke answers.</summary>
/// <param name="StatusCode">200, 202 for Event, 204 for DryRun.</param>
/// <param name="FunctionError">"Unhandled" when the function failed; its error is then the payload.</param>
/// <param name="LogTail">The last 4 KB of its log as text; the wire makes Base64 of it.</param>
public sealed record InvokeAnswer(
    int StatusCode,
    byte[] Payload,
    string? FunctionError = null,
    string? LogTail = null,
    string Version = "$LATEST"
);

/// <summary>What the rest of the world knows of Lambda: it can be handed events.</summary>
public interface ILambdaService
{
    /// <summary>
    /// Queues an asynchronous invocation (at least once, retried twice on failure, then the dead-letter target).
    /// </summary>
    /// <param name="trace">The trace header of what led to it, or null.</param>
    void InvokeAsync(string function, byte[] payload, string source, string? trace = null);
}

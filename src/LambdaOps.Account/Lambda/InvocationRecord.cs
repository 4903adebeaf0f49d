namespace LambdaOps.Account.Lambda;

/// <summary>One invocation that has ended, in virtual time.</summary>
/// <param name="Source">Who invoked: the argument of the invoker, such as an alarm's name or a queue's ARN.</param>
/// <param name="Attempt">1, and 2 or 3 for the retries of an asynchronous event.</param>
public sealed record InvocationRecord(
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    string Function,
    string RequestId,
    string Source,
    int Attempt,
    bool Cold,
    byte[] Payload,
    InvocationOutcome Outcome
);

/// <summary>What the Invoke operation answers.</summary>
/// <param name="FunctionError">"Unhandled" when the function failed, else null.</param>
/// <param name="LogTail">The last 4 KB of the invocation's log, as it is (the wire encodes it in base64).</param>
public sealed record InvokeResult(
    int StatusCode,
    string RequestId,
    string? FunctionError,
    byte[] Payload,
    string LogTail,
    string ExecutedVersion
);

/// <summary>One line that a function, or Lambda about it, has logged.</summary>
public sealed record FunctionLogLine(DateTimeOffset At, string Function, string RequestId, string Text);

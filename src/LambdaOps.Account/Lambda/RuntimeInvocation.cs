using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda;

/// <summary>One run of a function, as its execution environment is told of it.</summary>
public sealed record RuntimeInvocation(
    string RequestId,
    string FunctionArn,
    byte[] Payload,
    TimeSpan Timeout,
    string TraceId
);

/// <summary>How an invocation ended, and what Lambda answers for it.</summary>
public abstract record InvocationOutcome
{
    private InvocationOutcome() { }

    public bool Failed => this is not Succeeded;

    /// <summary>The payload that an invoker gets: the function's own, or Lambda's words for its end.</summary>
    public byte[] Answer(string requestId) =>
        this switch
        {
            Succeeded succeeded => succeeded.Payload,
            FunctionFailed failed => failed.Error,
            Crashed crashed => ErrorDocument("Runtime.ExitError", $"RequestId: {requestId} Error: {crashed.Reason}"),
            TimedOut late => ErrorDocument("Sandbox.Timedout", $"RequestId: {requestId} Error: {late.Message}"),
            _ => throw new UnreachableException(),
        };

    internal static byte[] ErrorDocument(string type, string message) =>
        JsonBytes.Of(new JsonObject { ["errorType"] = type, ["errorMessage"] = message });

    public sealed record Succeeded(byte[] Payload) : InvocationOutcome;

    /// <summary>The function answered with an error; its environment lives on.</summary>
    public sealed record FunctionFailed(byte[] Error) : InvocationOutcome;

    /// <summary>The process ended, by itself or killed, before it answered.</summary>
    public sealed record Crashed(string Reason) : InvocationOutcome
    {
        public static Crashed Killed { get; } = new("Runtime exited with error: signal: killed");

        public static Crashed WithStatus(int status) =>
            status switch
            {
                0 => new Crashed("Runtime exited without providing a reason"),
                134 => new Crashed("Runtime exited with error: signal: aborted"),
                137 => Killed,
                139 => new Crashed("Runtime exited with error: signal: segmentation fault"),
                143 => new Crashed("Runtime exited with error: signal: terminated"),
                _ => new Crashed(
                    string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {status}")
                ),
            };
    }

    /// <summary>The function did not answer within its timeout; Lambda has ended its environment.</summary>
    public sealed record TimedOut(TimeSpan After) : InvocationOutcome
    {
        public string Message =>
            string.Create(CultureInfo.InvariantCulture, $"Task timed out after {After.TotalSeconds:0.00} seconds");
    }
}

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

/// <summary>
/// Identifiers in AWS's shapes, drawn from the world's seed and a counter: the same run has the same ones.
/// </summary>
internal sealed class RequestIds(ulong seed, string purpose)
{
    private long _drawn;

    public string Next()
    {
        var id = Hash(seed, $"{purpose}/{Interlocked.Increment(ref _drawn)}").AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0f) | 0x40);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }

    /// <summary>Capital letters and digits as in access keys.</summary>
    public static string Letters(ulong seed, string what, int count)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        return string.Concat(Hash(seed, what).Take(count).Select(b => Alphabet[b & 31]));
    }

    private static byte[] Hash(ulong seed, string what) => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{what}"));
}

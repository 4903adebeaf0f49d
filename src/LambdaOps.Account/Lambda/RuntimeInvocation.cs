using System.Diagnostics;
using System.Globalization;
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

namespace LambdaOps.Core.Signals;

/// <summary>How far the name under a person's words can be trusted.</summary>
public static class Signature
{
    /// <summary>
    /// What stands behind a person's words: Lambda does not tell a function who invoked it, so the name is as it was given,
    /// and the request's id leads to whoever sent it, where CloudTrail records Lambda's data events. Empty where nobody
    /// knows the request.
    /// </summary>
    /// <param name="requestId">The invocation's id.</param>
    public static string Of(string? requestId) => requestId is null ? "" : $" [name as claimed, request {requestId}]";

    /// <summary>The signal with the id of the request that brought it; unchanged where no person sent it.</summary>
    public static Signal By(this Signal signal, string requestId) =>
        signal switch
        {
            Signal.OperatorAnswered answer => answer with { RequestId = requestId },
            Signal.OperatorRequested asked => asked with { RequestId = requestId },
            Signal.ControlSet set => set with { RequestId = requestId },
            Signal.LineTicked tick => tick with { RequestId = requestId },
            _ => signal,
        };
}

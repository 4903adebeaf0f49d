namespace LambdaOps.Account.Lambda;

/// <summary>What the rest of the world knows of Lambda: it can be handed events.</summary>
public interface ILambdaService
{
    /// <summary>
    /// Queues an asynchronous invocation (at least once, retried twice on failure, then the dead-letter target).
    /// </summary>
    /// <param name="trace">The trace header of what led to it, or null.</param>
    void InvokeAsync(string function, byte[] payload, string source, string? trace = null);
}

namespace LambdaOps.Account.Lambda;

/// <summary>
/// One execution environment of a function: it runs one invocation at a time, and stays warm between them until it
/// dies.
/// </summary>
public interface IExecutionEnvironment : IAsyncDisposable
{
    /// <summary>False once the environment can take no further invocation.</summary>
    bool IsAlive { get; }

    /// <summary>
    /// Runs one invocation to its end. What the function does wrong is an outcome, never an exception.
    /// </summary>
    Task<InvocationOutcome> InvokeAsync(RuntimeInvocation invocation);

    /// <summary>
    /// Ends the environment at once, also in the middle of an invocation. Safe to call from any thread.
    /// </summary>
    void Kill();
}

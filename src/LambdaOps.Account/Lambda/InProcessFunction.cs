using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda;

/// <summary>A delegate in the place of a function's process.</summary>
/// <remarks>
/// A killed delegate sees its token cancelled, and the invocation is over when the delegate has returned: whatever it
/// answers then is lost, as a dead process' answer would be, and nothing of it runs on beside the world.
/// </remarks>
public sealed class InProcessFunction(InProcessFunction.Handler handler) : IExecutionEnvironment
{
    private readonly CancellationTokenSource _killed = new();

    public delegate Task<byte[]> Handler(byte[] payload, string requestId, CancellationToken killed);

    public bool IsAlive { get; private set; } = true;

    public async Task<InvocationOutcome> InvokeAsync(RuntimeInvocation invocation)
    {
        var outcome = await RunAsync(invocation);
        if (_killed.IsCancellationRequested)
        {
            outcome = InvocationOutcome.Crashed.Killed;
        }

        IsAlive &= outcome is not InvocationOutcome.Crashed;
        return outcome;
    }

    public void Kill()
    {
        IsAlive = false;
        // Not Cancel(): the killer may hold the world's gate, and must not run what waits for the token.
        _ = _killed.CancelAsync();
    }

    /// <summary>The token source has no timer and nothing to free, and a killer may come late.</summary>
    public async ValueTask DisposeAsync()
    {
        IsAlive = false;
        await _killed.CancelAsync();
    }

    private async Task<InvocationOutcome> RunAsync(RuntimeInvocation invocation)
    {
        try
        {
            return new InvocationOutcome.Succeeded(
                await handler(invocation.Payload, invocation.RequestId, _killed.Token)
            );
        }
        catch (RuntimeExit exit)
        {
            return InvocationOutcome.Crashed.WithStatus(exit.Status);
        }
#pragma warning disable CA1031 // As a Lambda runtime does: whatever the handler throws is the function's error.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new InvocationOutcome.FunctionFailed(
                JsonBytes.Of(
                    new JsonObject
                    {
                        ["errorType"] = thrown.GetType().Name,
                        ["errorMessage"] = thrown.Message,
                        ["stackTrace"] = new JsonArray(),
                    }
                )
            );
        }
    }
}

/// <summary>Thrown by an in-process function to end its environment as a process' exit would.</summary>
public sealed class RuntimeExit(int status) : Exception($"exit status {status}")
{
    public int Status { get; } = status;
}

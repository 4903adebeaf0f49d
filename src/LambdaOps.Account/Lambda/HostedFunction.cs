using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Lambda;

/// <summary>A registered function's moving parts. Touched with the world's gate held.</summary>
internal sealed class HostedFunction(FunctionDefinition definition, FunctionCredentials credentials)
{
    private const int LogLimit = 10_000;

    public FunctionDefinition Definition { get; set; } = definition;

    public FunctionCredentials Credentials { get; } = credentials;

    /// <summary>Invocations that run in virtual time.</summary>
    public int InUse { get; set; }

    /// <summary>Environments that wait, the one used last on top.</summary>
    public List<HostedEnvironment> Warm { get; } = [];

    /// <summary>Runs whose code is at work now, in real time.</summary>
    public List<FunctionRun> Executing { get; } = [];

    public Queue<AsyncEvent> Waiting { get; } = new();

    /// <summary>Pollers that want to know when a slot is free.</summary>
    public List<Action> WhenFree { get; } = [];

    public Queue<FunctionLogLine> Log { get; } = new();

    public void Append(FunctionLogLine line)
    {
        Log.Enqueue(line);
        if (Log.Count > LogLimit)
        {
            Log.Dequeue();
        }
    }
}

/// <summary>An environment and what its log lines belong to.</summary>
internal sealed class HostedEnvironment
{
    private IExecutionEnvironment? _environment;

    public IExecutionEnvironment Environment
    {
        get => _environment ?? throw new InvalidOperationException("The environment is not made yet.");
        set => _environment = value;
    }

    public bool IsAlive => !Killed && _environment is null or { IsAlive: true };

    /// <summary>Killed, perhaps even before it was made.</summary>
    public bool Killed { get; private set; }

    public bool IsMade => _environment is not null;

    /// <summary>The run at work, or the last one: a line that comes late is still its own.</summary>
    public FunctionRun? Run { get; set; }

    public DateTimeOffset IdleSince { get; set; }

    public void Kill()
    {
        Killed = true;
        _environment?.Kill();
    }
}

/// <summary>An asynchronous event on its way through Lambda's queue.</summary>
internal sealed record AsyncEvent(
    string RequestId,
    byte[] Payload,
    string Source,
    DateTimeOffset QueuedAt,
    int Attempt,
    string? Trace
);

/// <summary>One invocation between its start and its effect.</summary>
internal sealed class FunctionRun(HostedFunction function, string source, int attempt, RuntimeInvocation invocation)
{
    public HostedFunction Function { get; } = function;

    public string Source { get; } = source;

    public int Attempt { get; } = attempt;

    public RuntimeInvocation Invocation { get; } = invocation;

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// The invoker waits in real time: neither queued behind other runs nor given a modelled duration.
    /// </summary>
    public bool InvokerWaits { get; init; }

    /// <summary>Called with the gate held when the invocation takes effect.</summary>
    public required Action<InvocationOutcome> Finished { get; init; }

    public bool Cold { get; set; }

    public HostedEnvironment? Environment { get; set; }

    /// <summary>The newest lines of the log.</summary>
    public Queue<string> Lines { get; } = new();
}

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

/// <summary>What a function writes, as its log group has it.</summary>
public sealed class FunctionLog(LambdaService lambda, string function, string group) : ILogSource
{
    public string Group => group;

    public string Stream => "[$LATEST]";

    public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
        lambda
            .LogOf(function)
            .Select((line, number) => new TextLine(line.At, Stream, line.Text) { Number = number })
            .Where(line => line.At >= from && line.At < until);
}

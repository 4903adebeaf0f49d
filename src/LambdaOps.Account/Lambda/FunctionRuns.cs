using System.Globalization;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>From an invocation's start to its effect. Callable with or without the gate where it is public outside.</summary>
internal sealed class FunctionRuns(
    SimulatedWorld world,
    TimeProvider machine,
    LambdaSettings settings,
    HostedFunctions functions
)
{
    private const int HistoryLimit = 10_000;
    private readonly Queue<InvocationRecord> _history = new();
    private const int TailLimit = 1000;
    private readonly Queue<FunctionRun> _ready = new();
    private int _executing;
    private TaskCompletionSource? _idle;

    /// <summary>How many functions may run at the same real moment; set with the gate held.</summary>
    public int Parallelism { get; set; } = 1;

    public bool IsClosed { get; private set; }

    /// <summary>Gets each log line as it comes, with the gate held.</summary>
    public Action<FunctionLogLine>? OnLog { get; set; }

    /// <summary>Is told of a function that may have a free slot now, with the gate held.</summary>
    public Action<HostedFunction>? OnFree { get; set; }

    /// <summary>The ended invocations, the newest last.</summary>
    public IReadOnlyCollection<InvocationRecord> History => _history;

    /// <summary>Done when no function's code is at work or waits for its turn: virtual time may move on.</summary>
    public Task WhenIdle()
    {
        lock (world.Gate)
        {
            if (IsIdle)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>True when no function's code is at work or waits for its turn.</summary>
    public bool IsIdle
    {
        get
        {
            lock (world.Gate)
            {
                return _executing == 0 && _ready.Count == 0;
            }
        }
    }

    /// <summary>The runs at work, for the message of a stall.</summary>
    public IReadOnlyList<string> AtWork
    {
        get
        {
            lock (world.Gate)
            {
                return
                [
                    .. functions
                        .All.SelectMany(function => function.Executing)
                        .Concat(_ready)
                        .Select(run => $"{run.Function.Definition.Name} {run.Invocation.RequestId}"),
                ];
            }
        }
    }

    public async ValueTask CloseAsync()
    {
        List<HostedEnvironment> warm;
        lock (world.Gate)
        {
            IsClosed = true;
            _ready.Clear();
            warm = [.. functions.All.SelectMany(function => function.Warm)];
            foreach (var run in functions.All.SelectMany(function => function.Executing))
            {
                run.Environment?.Kill();
            }
        }

        foreach (var environment in warm)
        {
            await environment.Environment.DisposeAsync();
        }

        await WhenIdle().WaitAsync(settings.Grace + settings.Grace, machine);
    }

    public void Begin(FunctionRun run)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(LambdaService));
        run.Function.InUse++;
        if (run.InvokerWaits)
        {
            Launch(run);
            return;
        }

        _ready.Enqueue(run);
        LaunchReady();
    }

    public void LaunchReady()
    {
        while (_executing < Parallelism && _ready.TryDequeue(out var run))
        {
            Launch(run);
        }
    }

    private void Launch(FunctionRun run)
    {
        var function = run.Function;
        _executing++;
        function.Executing.Add(run);
        run.Environment = TakeWarm(function);
        run.Cold = run.Environment is null;
        run.Environment ??= new HostedEnvironment();
        run.Environment.Run = run;
        world.Tell(
            "invoke",
            function.Definition.Name,
            $"{run.Source}: {(run.Cold ? "cold" : "warm")} start, attempt {run.Attempt}"
        );
        Log(run, $"START RequestId: {run.Invocation.RequestId} Version: {LambdaService.Latest}");
        _ = Task.Run(() => ExecuteAsync(run, run.Environment));
    }

    private HostedEnvironment? TakeWarm(HostedFunction function)
    {
        while (function.Warm is [.., var last])
        {
            function.Warm.RemoveAt(function.Warm.Count - 1);
            if (last.IsAlive && world.Clock.Now - last.IdleSince <= settings.WarmFor)
            {
                return last;
            }

            _ = Task.Run(() => last.Environment.DisposeAsync().AsTask());
        }

        return null;
    }

    private async Task ExecuteAsync(FunctionRun run, HostedEnvironment environment)
    {
        InvocationOutcome outcome;
        try
        {
            Make(run, environment);
            outcome = InvokePayload.Checked(await GuardedAsync(run, environment.Environment));
        }
#pragma warning disable CA1031 // What cannot even be started is the function's failure, and must not be lost in a task.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            environment.Kill();
            outcome = new InvocationOutcome.FunctionFailed(
                InvocationOutcome.ErrorDocument(
                    "Runtime.InvalidEntrypoint",
                    $"RequestId: {run.Invocation.RequestId} Error: {thrown.Message}"
                )
            );
        }

        // The answer's wait is over only when a dead environment is really gone.
        if (environment is { IsAlive: false, IsMade: true })
        {
            await environment.Environment.DisposeAsync();
        }

        lock (world.Gate)
        {
            Finish(run, outcome);
        }
    }

    private void Make(FunctionRun run, HostedEnvironment environment)
    {
        if (environment.IsMade)
        {
            return;
        }

        var function = run.Function;
        var made = function.Definition.Create(
            new EnvironmentOrder(function.Definition, function.Credentials, line => Hear(environment, line), machine)
        );
        lock (world.Gate)
        {
            environment.Environment = made;
            if (environment.Killed)
            {
                made.Kill();
            }
        }
    }

    private async Task<InvocationOutcome> GuardedAsync(FunctionRun run, IExecutionEnvironment environment)
    {
        var limit =
            (run.Invocation.Timeout * settings.RealTimeFactor) + (run.Cold ? settings.InitAllowance : TimeSpan.Zero);
        var running = environment.InvokeAsync(run.Invocation);
        try
        {
            return await running.WaitAsync(limit, machine);
        }
        catch (TimeoutException)
        {
            environment.Kill();
        }

        try
        {
            var late = await running.WaitAsync(settings.Grace, machine);
            return late is InvocationOutcome.Crashed ? new InvocationOutcome.TimedOut(run.Invocation.Timeout) : late;
        }
        catch (TimeoutException)
        {
            return new InvocationOutcome.TimedOut(run.Invocation.Timeout);
        }
    }

    private void Finish(FunctionRun run, InvocationOutcome outcome)
    {
        _executing--;
        run.Function.Executing.Remove(run);
        if (!IsClosed)
        {
            var lasted = outcome is InvocationOutcome.TimedOut late ? late.After : settings.ModelledDuration;
            if (run.InvokerWaits)
            {
                Complete(run, outcome, lasted);
            }
            else
            {
                world.Clock.At(
                    run.StartedAt + lasted,
                    $"{run.Function.Definition.Name} ends",
                    () => Complete(run, outcome, lasted)
                );
            }

            LaunchReady();
        }

        if (IsIdle)
        {
            var idle = _idle;
            _idle = null;
            idle?.SetResult();
        }
    }

    private void Complete(FunctionRun run, InvocationOutcome outcome, TimeSpan lasted)
    {
        var (function, definition, id) = (run.Function, run.Function.Definition, run.Invocation.RequestId);
        if (outcome is not InvocationOutcome.Succeeded and not InvocationOutcome.FunctionFailed)
        {
            Log(run, Words(outcome, id));
        }

        var milliseconds = lasted.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
        Log(run, $"END RequestId: {id}");
        Log(
            run,
            $"REPORT RequestId: {id}\tDuration: {milliseconds} ms\tBilled Duration: "
                + $"{Math.Ceiling(lasted.TotalMilliseconds):0} ms\tMemory Size: {definition.MemoryMegabytes} MB"
        );
        _history.Enqueue(
            new InvocationRecord(
                run.StartedAt,
                world.Clock.Now,
                definition.Name,
                id,
                run.Source,
                run.Attempt,
                run.Cold,
                run.Invocation.Payload,
                outcome
            )
        );
        if (_history.Count > HistoryLimit)
        {
            _history.Dequeue();
        }

        world.Ran(definition.Name, outcome.Failed);
        world.Tell("invoke", definition.Name, outcome.Failed ? $"failed: {Words(outcome, id)}" : "succeeded");
        Return(run);
        run.Finished(outcome);
        OnFree?.Invoke(function);

        // What the account had no room for may be another function's.
        foreach (var other in functions.All)
        {
            OnFree?.Invoke(other);
        }
    }

    private void Return(FunctionRun run)
    {
        run.Function.InUse--;
        if (run.Environment is { IsAlive: true } environment)
        {
            environment.IdleSince = world.Clock.Now;
            run.Function.Warm.Add(environment);
        }
    }

    private static string Words(InvocationOutcome outcome, string requestId) =>
        JsonBytes.TryParse(outcome.Answer(requestId))?["errorMessage"]?.ToString() ?? "an error without a message";

    private void Hear(HostedEnvironment environment, string line)
    {
        lock (world.Gate)
        {
            if (environment.Run is { } run)
            {
                Log(run, line);
            }
        }
    }

    private void Log(FunctionRun run, string text)
    {
        var line = new FunctionLogLine(world.Clock.Now, run.Function.Definition.Name, run.Invocation.RequestId, text);
        run.Lines.Enqueue(text);
        if (run.Lines.Count > TailLimit)
        {
            run.Lines.Dequeue();
        }

        run.Function.Append(line);
        OnLog?.Invoke(line);
    }
}

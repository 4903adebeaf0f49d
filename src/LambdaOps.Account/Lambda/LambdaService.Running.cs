using System.Globalization;

namespace LambdaOps.Account.Lambda;

/// <content>From an invocation's start to its effect.</content>
public sealed partial class LambdaService
{
    private const int TailLimit = 1000;
    private readonly Queue<FunctionRun> _ready = new();
    private int _executing;
    private bool _closed;
    private TaskCompletionSource? _idle;

    /// <summary>Done when no function's code is at work or waits for its turn: virtual time may move on.</summary>
    public Task WhenIdle()
    {
        lock (_world.Gate)
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
            lock (_world.Gate)
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
            lock (_world.Gate)
            {
                return
                [
                    .. _functions
                        .Values.SelectMany(function => function.Executing)
                        .Concat(_ready)
                        .Select(run => $"{run.Function.Definition.Name} {run.Invocation.RequestId}"),
                ];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<HostedEnvironment> warm;
        lock (_world.Gate)
        {
            _closed = true;
            _ready.Clear();
            warm = [.. _functions.Values.SelectMany(function => function.Warm)];
            foreach (var run in _functions.Values.SelectMany(function => function.Executing))
            {
                run.Environment?.Kill();
            }
        }

        foreach (var environment in warm)
        {
            await environment.Environment.DisposeAsync();
        }

        await WhenIdle().WaitAsync(_settings.Grace + _settings.Grace, _machine);
    }

    private void Begin(FunctionRun run)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        run.Function.InUse++;
        if (run.InvokerWaits)
        {
            Launch(run);
            return;
        }

        _ready.Enqueue(run);
        LaunchReady();
    }

    private void LaunchReady()
    {
        while (_executing < _parallelism && _ready.TryDequeue(out var run))
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
        _world.Tell(
            "invoke",
            function.Definition.Name,
            $"{run.Source}: {(run.Cold ? "cold" : "warm")} start, attempt {run.Attempt}"
        );
        Log(run, $"START RequestId: {run.Invocation.RequestId} Version: {Latest}");
        _ = Task.Run(() => ExecuteAsync(run, run.Environment));
    }

    private HostedEnvironment? TakeWarm(HostedFunction function)
    {
        while (function.Warm is [.., var last])
        {
            function.Warm.RemoveAt(function.Warm.Count - 1);
            if (last.IsAlive && _world.Clock.Now - last.IdleSince <= _settings.WarmFor)
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

        lock (_world.Gate)
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
            new EnvironmentOrder(function.Definition, function.Credentials, line => Hear(environment, line), _machine)
        );
        lock (_world.Gate)
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
            (run.Invocation.Timeout * _settings.RealTimeFactor) + (run.Cold ? _settings.InitAllowance : TimeSpan.Zero);
        var running = environment.InvokeAsync(run.Invocation);
        try
        {
            return await running.WaitAsync(limit, _machine);
        }
        catch (TimeoutException)
        {
            environment.Kill();
        }

        try
        {
            var late = await running.WaitAsync(_settings.Grace, _machine);
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
        if (!_closed)
        {
            var lasted = outcome is InvocationOutcome.TimedOut late ? late.After : _settings.ModelledDuration;
            if (run.InvokerWaits)
            {
                Complete(run, outcome, lasted);
            }
            else
            {
                _world.Clock.At(
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
                _world.Clock.Now,
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

        _world.Tell("invoke", definition.Name, outcome.Failed ? $"failed: {Words(outcome, id)}" : "succeeded");
        Return(run);
        run.Finished(outcome);
        Drain(function);

        // What the account had no room for may be another function's.
        foreach (var other in _functions.Values)
        {
            Drain(other);
        }
    }

    private void Return(FunctionRun run)
    {
        run.Function.InUse--;
        if (run.Environment is { IsAlive: true } environment)
        {
            environment.IdleSince = _world.Clock.Now;
            run.Function.Warm.Add(environment);
        }
    }

    private static string Words(InvocationOutcome outcome, string requestId) =>
        JsonBytes.TryParse(outcome.Answer(requestId))?["errorMessage"]?.ToString() ?? "an error without a message";

    private void Hear(HostedEnvironment environment, string line)
    {
        lock (_world.Gate)
        {
            if (environment.Run is { } run)
            {
                Log(run, line);
            }
        }
    }

    private void Log(FunctionRun run, string text)
    {
        var line = new LogLine(_world.Clock.Now, run.Function.Definition.Name, run.Invocation.RequestId, text);
        run.Lines.Enqueue(text);
        if (run.Lines.Count > TailLimit)
        {
            run.Lines.Dequeue();
        }

        run.Function.Append(line);
        OnLog?.Invoke(line);
    }
}

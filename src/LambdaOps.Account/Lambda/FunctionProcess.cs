using System.Diagnostics;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// An execution environment with a real process: the compiled function, talking to a Runtime API of its own. The
/// process starts with the first invocation, and no later than this object's end it is killed.
/// </summary>
public sealed class FunctionProcess : IExecutionEnvironment
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(5);
    private readonly FunctionCommand _command;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Action<string> _log;
    private readonly TimeProvider _machine;
    private readonly RuntimeApi _api;
    private readonly Process _process = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _started;
    private bool _killed;
    private bool _disposed;

    /// <param name="environment">The function's variables; AWS_LAMBDA_RUNTIME_API is added.</param>
    /// <param name="log">Takes each line of standard output and standard error, from any thread.</param>
    /// <param name="machine">The machine's clock.</param>
    public FunctionProcess(
        FunctionCommand command,
        IReadOnlyDictionary<string, string> environment,
        Action<string> log,
        TimeProvider machine
    )
    {
        _command = command;
        _environment = environment;
        _log = log;
        _machine = machine;
        _api = new RuntimeApi(machine);
        AppDomain.CurrentDomain.ProcessExit += OnSimulatorExit;
    }

    public bool IsAlive => !_killed && !_ended.Task.IsCompleted;

    /// <summary>The operating system's id of the process, or null before it is started.</summary>
    public int? ProcessId => _started ? _process.Id : null;

    public async Task<InvocationOutcome> InvokeAsync(RuntimeInvocation invocation)
    {
        if (!_started)
        {
            await _api.StartAsync();
        }

        var answered = _api.InvokeAsync(invocation);
        Start();
        await Task.WhenAny(answered, _ended.Task);
        if (answered.IsCompletedSuccessfully)
        {
            return Outcome(await answered);
        }

        // An answer that was sent stands, even when the process did not live to ask for more.
        return _api.AnswerSoFar is { } sent ? Outcome(sent) : InvocationOutcome.Crashed.WithStatus(await _ended.Task);
    }

    public void Kill()
    {
        lock (_gate)
        {
            _killed = true;
            if (!_started)
            {
                _ended.TrySetResult(137);
            }
            else if (!_ended.Task.IsCompleted)
            {
                _process.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnSimulatorExit;
        Kill();
        // A child of the function may hold its output open longer than it lives.
        await Task.WhenAny(_ended.Task, Task.Delay(s_lastWords, _machine));
        await _api.DisposeAsync();
        _process.Dispose();
    }

    private static InvocationOutcome Outcome(RuntimeAnswer answer) =>
        answer.IsError
            ? new InvocationOutcome.FunctionFailed(answer.Payload)
            : new InvocationOutcome.Succeeded(answer.Payload);

    private void OnSimulatorExit(object? sender, EventArgs e) => Kill();

    private void Start()
    {
        lock (_gate)
        {
            if (_started || _killed)
            {
                return;
            }

            var environment = _environment.Append(new("AWS_LAMBDA_RUNTIME_API", _api.Address));
            _process.StartInfo = _command.ToStartInfo(environment);
            _process.OutputDataReceived += Log;
            _process.ErrorDataReceived += Log;
            _process.Start();
            _started = true;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        _ = WatchAsync();
    }

    private void Log(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _log(text);
        }
    }

    /// <summary>The end is told when the last line of the log has been read too.</summary>
    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync("peace");
        }
        catch (IOException)
        {
            // No watcher: its shell was killed, or never came to start one.
        }

        _ended.TrySetResult(_process.ExitCode);
    }
}

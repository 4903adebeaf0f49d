using System.Diagnostics;
using LambdaOps.Account.Lambda;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>
/// An execution environment whose process is started bare: no shell in between that would be in the numbers, as
/// <see cref="FunctionProcess"/> has one.
/// </summary>
internal sealed class MeasuredProcess(
    string executable,
    IReadOnlyDictionary<string, string> variables,
    ColdRun run,
    TimeProvider machine
) : IExecutionEnvironment
{
    /// <summary>The function ends itself before that: its timeout is 20 s.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly RuntimeApi _api = new(machine);
    private bool _hasEnded;

    public bool IsAlive => !_hasEnded;

    public async Task<InvocationOutcome> InvokeAsync(RuntimeInvocation invocation)
    {
        await _api.StartAsync();
        var answered = _api.InvokeAsync(invocation);
        var start = Start();
        run.Spawning();
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(answered, ended, Task.Delay(s_patience, machine));
        run.Answered(answered.IsCompletedSuccessfully, PeakMemory.Of(process));
        process.Kill();
        await ended;
        await output;
        _hasEnded = true;
        return answered.IsCompletedSuccessfully ? Outcome(await answered) : InvocationOutcome.Crashed.Killed;
    }

    public void Kill()
    {
        // The run ends its process itself, when it has answered or its time is over.
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private static InvocationOutcome Outcome(RuntimeAnswer answer) =>
        answer.IsError
            ? new InvocationOutcome.FunctionFailed(answer.Payload)
            : new InvocationOutcome.Succeeded(answer.Payload);

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(executable),
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["AWS_LAMBDA_RUNTIME_API"] = _api.Address;
        return start;
    }

    private async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            run.Log.Enqueue(line);
        }
    }
}

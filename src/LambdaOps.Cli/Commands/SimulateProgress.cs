using System.Diagnostics;
using LambdaOps.Simulator.Trust;

namespace LambdaOps.Cli.Commands;

/// <summary>Says on stderr how far it is: on a terminal in place, else a line every few seconds.</summary>
internal sealed class SimulateProgress(int runs)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly TimeSpan _every = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(0.5);
    private TimeSpan _last = TimeSpan.Zero;

    public void Show(CampaignResult result)
    {
        if (_since.Elapsed - _last < _every)
        {
            return;
        }

        _last = _since.Elapsed;
        var rate = result.Incidents / Math.Max(0.001, result.Took.TotalSeconds);
        var bad = result.Violations.Count;
        var line = FormattableString.Invariant(
            $"{result.Runs} of {runs} runs, {result.Incidents} incidents, {rate:0}/s, {bad} violations");
        Console.Error.Write(Console.IsErrorRedirected ? $"{line}\n" : $"\r{line}\u001b[K");
        if (!Console.IsErrorRedirected && result.Runs == runs)
        {
            Console.Error.WriteLine();
        }
    }
}

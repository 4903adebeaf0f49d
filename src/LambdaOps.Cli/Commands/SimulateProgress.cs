using System.Diagnostics;
using LambdaOps.Campaigns;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// Says on stderr how far it is, on a terminal in place, else a line every few seconds; and each violation at once.
/// </summary>
internal sealed class SimulateProgress(int runs)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly TimeSpan _every = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(0.5);
    private readonly string _over = Console.IsErrorRedirected ? "" : "\r\u001b[K";
    private TimeSpan _last = TimeSpan.Zero;
    private int _said;

    public void Show(CampaignResult result)
    {
        for (; _said < result.Violations.Count; _said++)
        {
            var violation = result.Violations[_said];
            Console.Error.WriteLine(
                FormattableString.Invariant(
                    $"{_over}violated: {violation.Rule}; seed {violation.Seed}: {violation.Text}"
                )
            );
        }

        if (_since.Elapsed - _last < _every)
        {
            return;
        }

        _last = _since.Elapsed;
        var rate = result.Incidents / Math.Max(0.001, result.Took.TotalSeconds);
        var bad = result.Violations.Count;
        var line = FormattableString.Invariant(
            $"{result.Runs} of {runs} runs, {result.Incidents} incidents, {rate:0}/s, {bad} violations"
        );
        Console.Error.Write(Console.IsErrorRedirected ? $"{line}\n" : $"\r{line}\u001b[K");
        if (!Console.IsErrorRedirected && result.Runs == runs)
        {
            Console.Error.WriteLine();
        }
    }
}

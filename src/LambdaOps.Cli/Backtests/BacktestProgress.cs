using System.Diagnostics;

namespace LambdaOps.Cli.Backtests;

/// <summary>
/// Says on stderr how much is read once that takes a while: on a terminal in place, else a line every few seconds.
/// </summary>
internal sealed class BacktestProgress(long bytes, CancellationToken stop)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly TimeSpan _every = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(0.5);
    private TimeSpan _last = TimeSpan.FromSeconds(1);
    private long _before;
    private bool _isShown;

    /// <summary>How far the present file is read; throws where the work is to end.</summary>
    public void Reached(long position)
    {
        stop.ThrowIfCancellationRequested();
        if (_since.Elapsed - _last < _every)
        {
            return;
        }

        (_last, _isShown) = (_since.Elapsed, true);
        var line = FormattableString.Invariant(
            $"read {100.0 * Math.Min(bytes, _before + position) / Math.Max(1, bytes):0} % of {bytes / 1e6:0.#} MB"
        );
        Console.Error.Write(Console.IsErrorRedirected ? $"{line}\n" : $"\r{line}\u001b[K");
    }

    /// <summary>A file is done.</summary>
    public void Ended(long length) => _before += length;

    /// <summary>Leaves the line of a terminal empty.</summary>
    public void End()
    {
        if (_isShown && !Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }
}

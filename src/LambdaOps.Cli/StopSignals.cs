using System.Globalization;
using System.Runtime.InteropServices;

namespace LambdaOps.Cli;

/// <summary>
/// Ctrl+C, SIGTERM and the end of the terminal (SIGHUP): the first asks the command to end, so that it stops its
/// processes and removes its files; the second, or ten seconds without an end, ends it.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const string OwnStatus = "/proc/self/status";

    private const int Sighup = 1;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private ITimer? _patience;

    private StopSignals() { }

    public CancellationToken Stopped => _stop.Token;

    public static StopSignals Listen()
    {
        var signals = new StopSignals();
        PosixSignal[] all = IgnoresHangup()
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        signals._registrations.AddRange(all.Select(one => PosixSignalRegistration.Create(one, signals.Take)));
        return signals;
    }

    public void Dispose()
    {
        _registrations.ForEach(one => one.Dispose());
        _patience?.Dispose();
        _stop.Dispose();
    }

    /// <summary>nohup has it ignored, and listening to it would undo that.</summary>
    private static bool IgnoresHangup() =>
        File.Exists(OwnStatus)
        && File.ReadLines(OwnStatus).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            is { } line
        && ulong.TryParse(
            line.AsSpan("SigIgn:".Length).Trim(),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var ignored
        )
        && (ignored & (1UL << (Sighup - 1))) != 0;

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            End();
        }

        _patience = TimeProvider.System.CreateTimer(_ => End(), null, s_patience, Timeout.InfiniteTimeSpan);
        _ = _stop.CancelAsync();
    }

    /// <summary>What is to be ended and removed in any case listens to the end of the process.</summary>
    private static void End() => Environment.Exit(ExitCodes.Failed);
}

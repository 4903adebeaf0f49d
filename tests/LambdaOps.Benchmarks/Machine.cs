using System.Globalization;
using System.Runtime.InteropServices;

namespace LambdaOps.Benchmarks;

/// <summary>On what was measured, and how busy it was: without it a number means nothing.</summary>
internal static class Machine
{
    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, "
                + $".NET {Environment.Version}, load {Load()}"
        );

    /// <summary>The load averages over 1, 5 and 15 minutes.</summary>
    public static string Load() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}

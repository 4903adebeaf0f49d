using System.Diagnostics;
using System.Globalization;

namespace LambdaOps.Benchmarks;

/// <summary>The most memory that a process had so far.</summary>
internal static class PeakMemory
{
    private const string Peak = "VmHWM:";
    private const double KilobytesPerMegabyte = 1024;

    /// <summary>In MB; NaN where the operating system does not say.</summary>
    public static double Of(Process process)
    {
        var status = $"/proc/{process.Id}/status";
        var line = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(found => found.StartsWith(Peak, StringComparison.Ordinal))
            : null;
        return line is null
            ? double.NaN
            : double.Parse(
                line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal),
                CultureInfo.InvariantCulture
            ) / KilobytesPerMegabyte;
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using LambdaOps.Cli;
using LambdaOps.Cli.Hosting;

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

/// <summary>Median, tenth and ninetieth percentile (nearest rank).</summary>
internal sealed class Spread(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => At(0.5);

    public double P10 => At(0.1);

    public double P90 => At(0.9);

    public string Cells() => string.Create(CultureInfo.InvariantCulture, $"{Median, 8:0.0}{P10, 8:0.0}{P90, 8:0.0}");

    private double At(double share) =>
        _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Ceiling(share * _sorted.Length) - 1];
}

/// <summary>The compiled functions, or a clear word why there are none.</summary>
internal static class CompiledFunctions
{
    /// <exception cref="UsageException">This machine cannot build Native AOT.</exception>
    /// <exception cref="InvalidOperationException">The build failed; its output is in the message.</exception>
    public static async Task<FunctionBuild> CompiledAsync()
    {
        var build = await FunctionBuild.EnsureAsync(Console.WriteLine);
        return build.Compiled
            ? build
            : throw new UsageException(
                "found no C toolchain, expected clang or gcc: the Native AOT function cannot be built on this machine "
                    + "(Debian: apt-get install clang zlib1g-dev), and a JIT build is not what is measured here"
            );
    }
}

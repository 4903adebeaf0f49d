using LambdaOps.Cli;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Benchmarks;

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

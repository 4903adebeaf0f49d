using System.CommandLine;
using LambdaOps.Cli;
using LambdaOps.Cli.Commands;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>coldstart: whole processes, from their start to the first change.</summary>
internal static class ColdStartCommand
{
    private const int DefaultRuns = 25;

    private const int MostRuns = 10_000;

    /// <summary>Not counted: the simulator is compiled while it runs, and its first requests are slow.</summary>
    private const int WarmUps = 3;

    public static Command Create()
    {
        var runs = Flag.Whole("--runs", 1, MostRuns, DefaultRuns, "Cold starts for each trust store.");
        var command = new Command(
            "coldstart",
            "Cold starts of the Native AOT function on the full path, over HTTPS to the simulator: from the process' "
                + "start to the arrival of ecs:UpdateService and to the answer, with the system's trust store and "
                + "the shipped one."
        )
        {
            runs,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(runs)));
        return command;
    }

    private static async Task<int> RunAsync(int runs)
    {
        var build = await CompiledFunctions.CompiledAsync();
        var folder = Directory.CreateTempSubdirectory("lambdaops-bench-");
        try
        {
            using var authority = new ThrowAwayAuthority(TimeProvider.System.GetUtcNow());
            TrustStore[] stores = [TrustStore.System(authority.Pem, folder), TrustStore.Shipped(authority.Pem, folder)];
            Console.WriteLine($"{Machine.Describe()}");
            var measured = new List<ColdRun>();
            for (var i = -WarmUps; i < runs; i++)
            {
                foreach (var store in stores)
                {
                    var run = new ColdRun(build, store, authority, TimeProvider.System);
                    await run.RunAsync();
                    measured.AddRange(i < 0 ? [] : [run]);
                }
            }

            ColdStartReport.Show(stores, measured);
            return await ShowPackageAsync(build.Path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> ShowPackageAsync(string executable)
    {
        var zip = Package.ZipMb(Path.GetDirectoryName(executable)!);
        var glibc = await Package.GlibcAsync(executable);
        Console.WriteLine(
            FormattableString.Invariant(
                $"executable {Package.SizeMb(executable):0.0} MB, zip {zip:0.0} MB (at most {Package.LargestZipMb:0} MB)"
            )
        );
        var needs = glibc?.ToString() ?? "unknown, as there is no objdump here";
        Console.WriteLine($"needs GLIBC {needs} (at most {Package.NewestGlibc})");
        return zip <= Package.LargestZipMb && (glibc is null || glibc <= Package.NewestGlibc)
            ? ExitCodes.Passed
            : ExitCodes.Failed;
    }
}

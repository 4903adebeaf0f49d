using System.CommandLine;
using LambdaOps.Cli;
using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Benchmarks.Drills;

/// <summary>drills: how long all of them take, compiled and in process.</summary>
internal static class DrillsCommand
{
    private const ulong Seed = 20260115;

    /// <summary>What a person waits for all drills, at most.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    public static Command Create()
    {
        var command = new Command(
            "drills",
            "Wall time of every drill, with the compiled function and in process. All compiled ones: at most 4 min."
        );
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        var build = await CompiledFunctions.CompiledAsync();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"{"ms", -28}{"compiled", 12}{"in process", 12}");
        var (all, allInProcess, failed) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        foreach (var drill in AllDrills.All)
        {
            var compiled = await TimeAsync(drill, build);
            var inProcess = await TimeAsync(drill, build: null);
            (all, allInProcess) = (all + compiled.Took, allInProcess + inProcess.Took);
            failed += compiled.Passed && inProcess.Passed ? 0 : 1;
            Show(drill.Name, compiled.Took, inProcess.Took);
        }

        Show("all", all, allInProcess);
        Console.WriteLine($"load now {Machine.Load()}");
        Console.WriteLine(
            failed > 0 ? FormattableString.Invariant($"{failed} did not pass: see lambdaops drill") : "all passed"
        );
        return failed == 0 && all <= s_patience ? ExitCodes.Passed : ExitCodes.Failed;
    }

    private static async Task<(TimeSpan Took, bool Passed)> TimeAsync(Drill drill, FunctionBuild? build)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await DrillRun.RunAsync(
            drill,
            new DrillOptions(Seed, Repository.Estate, build is null),
            build,
            (_, _) => { }
        );
        return (TimeProvider.System.GetElapsedTime(started), result.End == DrillEnd.Passed);
    }

    private static void Show(string name, TimeSpan compiled, TimeSpan inProcess) =>
        Console.WriteLine(
            FormattableString.Invariant(
                $"{name, -28}{compiled.TotalMilliseconds, 12:0}{inProcess.TotalMilliseconds, 12:0}"
            )
        );
}

using System.CommandLine;
using LambdaOps.Benchmarks.Anomalies;
using LambdaOps.Benchmarks.Backtests;
using LambdaOps.Benchmarks.Checks;
using LambdaOps.Benchmarks.ColdStart;
using LambdaOps.Benchmarks.Drills;
using LambdaOps.Benchmarks.Micro;
using LambdaOps.Cli;

namespace LambdaOps.Benchmarks;

/// <summary>What LambdaOps costs in time: numbers to look at, never a test that can fail by a busy machine.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand(
            "Measures LambdaOps. On a quiet machine: each command prints the load beside its numbers."
        )
        {
            ColdStartCommand.Create(),
            MicroCommand.Create(),
            DrillsCommand.Create(),
            RecordsCommand.Create(),
            CheckScaleCommand.Create(),
            AnomalyCommand.Create(),
            BacktestScaleCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception wrong) when (wrong is UsageException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {wrong.Message}");
            return ExitCodes.Usage;
        }
    }
}

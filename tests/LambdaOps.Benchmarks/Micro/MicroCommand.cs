using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LambdaOps.Cli;
using LambdaOps.Cli.Hosting;
using Perfolizer.Horology;

namespace LambdaOps.Benchmarks.Micro;

/// <summary>micro: the parts of a tick, by BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "BenchmarkDotNet's own, such as --filter *Decide*; all benchmarks without.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "micro",
            "The parts of a tick, warm: decision, events, estate, journal, a whole drill in process."
        )
        {
            arguments,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed => Run([.. parsed.GetValue(arguments)!, .. parsed.UnmatchedTokens]));
        return command;
    }

    private static int Run(string[] arguments)
    {
        var summaries = BenchmarkSwitcher
            .FromAssembly(typeof(MicroCommand).Assembly)
            .Run(arguments.Length > 0 ? arguments : ["--filter", "*"], Config());
        Console.WriteLine(Machine.Describe());
        return summaries.Any(summary =>
            summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)
        )
            ? ExitCodes.Failed
            : ExitCodes.Passed;
    }

    /// <summary>
    /// In this process: BenchmarkDotNet's generated project would not know the checkout's central versions.
    /// </summary>
    private static ManualConfig Config()
    {
        const int WarmUps = 3;
        const int Iterations = 10;
        const int IterationMs = 100;
        var job = Job
            .Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMs));
        return ManualConfig
            .CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(Repository.Root, "artifacts", "benchmarks"))
            .WithOptions(ConfigOptions.JoinSummary);
    }
}

using System.CommandLine;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Signals;
using LambdaOps.Cli;
using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;
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

/// <summary>The 503 procedure's decision: on an outage it acts, on a healthy service it watches.</summary>
public class DecisionBenchmarks
{
    private static readonly ServiceUnavailableProcedure s_procedure = new();

    private readonly Incident _incident = Sample.Incident.Saw(Sample.Down, Sample.Now);
    private readonly Incident _healthy = Sample.Incident.Saw(Sample.Fine, Sample.Now);

    [Benchmark]
    public Decision DecideOnAnOutage() => s_procedure.Decide(_incident, Sample.Down, Sample.Service, Sample.Now);

    [Benchmark]
    public Decision DecideOnAHealthyService() => s_procedure.Decide(_healthy, Sample.Fine, Sample.Service, Sample.Now);
}

/// <summary>A whole outage in process: world, loop, record, verdict.</summary>
public class DrillBenchmarks
{
    private const ulong Seed = 20260115;

    [Benchmark]
    public async Task<DrillResult> HungTasksInProcess() =>
        await DrillRun.RunAsync(
            ServiceUnavailableDrills.Find("hung-tasks")!,
            new DrillOptions(Seed, Repository.Estate, InProcess: true),
            build: null,
            (_, _) => { }
        );
}

/// <summary>Reading and checking the estate: once in each cold start.</summary>
public class EstateBenchmarks
{
    private readonly string _text = File.ReadAllText(Repository.Estate);

    [Benchmark]
    public EstateReading ReadEstate() => EstateReader.Read(_text);
}

/// <summary>Reading an invocation's payload: every file of events/.</summary>
public class EventBenchmarks
{
    private byte[] _payload = [];

    [ParamsSource(nameof(Files))]
    public string File { get; set; } = "";

    public static IEnumerable<string> Files =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "events"), "*.json")
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal);

    [GlobalSetup]
    public void Load() =>
        _payload = global::System.IO.File.ReadAllBytes(Path.Combine(Repository.Root, "events", $"{File}.json"));

    [Benchmark]
    public IncomingEvent ReadEvent() => EventReader.Read(_payload);
}

/// <summary>A target's record to JSON and back, as each tick does once.</summary>
public class JournalBenchmarks
{
    private readonly TargetRecord _record = Sample.Record();

    [Benchmark]
    public TargetRecord? RoundTrip() =>
        JsonSerializer.Deserialize(
            JsonSerializer.Serialize(_record, JournalJson.Default.TargetRecord),
            JournalJson.Default.TargetRecord
        );
}

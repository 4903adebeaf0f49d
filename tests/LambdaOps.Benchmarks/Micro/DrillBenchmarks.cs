using BenchmarkDotNet.Attributes;
using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Benchmarks.Micro;

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

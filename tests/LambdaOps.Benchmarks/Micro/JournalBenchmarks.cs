using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LambdaOps.Aws.Journal;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Benchmarks.Micro;

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

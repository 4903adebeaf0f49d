using BenchmarkDotNet.Attributes;
using LambdaOps.Aws.Signals;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Benchmarks.Micro;

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

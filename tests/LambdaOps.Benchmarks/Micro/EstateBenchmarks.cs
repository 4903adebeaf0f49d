using BenchmarkDotNet.Attributes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Benchmarks.Micro;

/// <summary>Reading and checking the estate: once in each cold start.</summary>
public class EstateBenchmarks
{
    private readonly string _text = File.ReadAllText(Repository.Estate);

    [Benchmark]
    public EstateReading ReadEstate() => EstateReader.Read(_text);
}

using System.Text.Json.Nodes;

namespace LambdaOps.Cli.Tests;

public sealed class SimulateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Simulate_WritesWhatItExercised()
    {
        var file = Path.Combine(_folder.FullName, "simulate.json");
        var ran = await CommandLine.RunAsync(
            "simulate",
            "--runs",
            "5",
            "--seed",
            "42",
            "--minutes",
            "30",
            "--json",
            file
        );

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("seed 42", ran.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.Equal(
            ["runs", "incidents", "seconds", "violations", "exercised"],
            json.AsObject().Select(one => one.Key)
        );
        Assert.Equal((5, 0), ((int)json["runs"]!, json["violations"]!.AsArray().Count));
        Assert.True((long)json["incidents"]! > 0);
        Assert.True((long)json["exercised"]!["decision"]!["serviceUnavailable Wait"]! > 0);
    }

    [Fact]
    public async Task Timeline_SaysWhatHappened()
    {
        var ran = await CommandLine.RunAsync(
            "simulate",
            "--runs",
            "1",
            "--seed",
            "42",
            "--minutes",
            "10",
            "--faults",
            "none",
            "--timeline"
        );

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains(" begins with ", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" strikes ", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>The same outages as drills draw them, on the simulated account's model.</summary>
    [Fact]
    public async Task Wire_InProcess_JudgesWholeOutages()
    {
        var ran = await CommandLine.RunAsync("simulate", "--wire", "--in-process", "--runs", "3", "--seed", "5");

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("3 runs on the wire from seed 5", ran.Output, StringComparison.Ordinal);
        Assert.Contains("0 bad", ran.Output, StringComparison.Ordinal);
    }
}

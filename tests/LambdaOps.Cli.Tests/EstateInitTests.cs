using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Tests;

/// <summary>estate init and check --live against the simulated account, as a person runs them.</summary>
public sealed class EstateInitTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");
    private SimulationHost _host = null!;

    private string Url => _host.Simulation.Wire!.Url.ToString();

    public async Task InitializeAsync() =>
        _host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: false, Build: null, Port: null) { AlwaysListen = true }
        );

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Init_WritesAnEstateThatTheAccountAgreesWith()
    {
        var path = Path.Combine(_folder.FullName, "mine.json");
        var made = await CommandLine.RunAsync("estate", "init", "--endpoint-url", Url, "--out", path);
        var again = await CommandLine.RunAsync("estate", "init", "--endpoint-url", Url, "--out", path);
        var live = await CommandLine.RunAsync("estate", "check", path, "--live", "--endpoint-url", Url);
        var drilled = await CommandLine.RunAsync("drill", "no-healthy-target", "--in-process", "--estate", path);

        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        Assert.Contains("  ecs:ListClusters, ecs:ListServices", made.Output, StringComparison.Ordinal);
        Assert.Contains(
            "alarm api-service-all-down: totalOutage of api-service, P1: all at once: ",
            made.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(ExitCodes.Usage, again.ExitCode);
        Assert.Contains("or --force to overwrite it", again.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (live.ExitCode, live.Errors));
        Assert.Contains("Live: 0 missing, 0 different, 0 not checked.", live.Output, StringComparison.Ordinal);
        Assert.Equal(0, drilled.ExitCode);
        var estate = ((EstateReading.Valid)EstateReader.Read(await File.ReadAllTextAsync(path))).Estate;
        Assert.Equal(
            _host.Simulation.World.Fleet.Services.Select(service => service.Name),
            estate.Services.Select(service => service.Service)
        );
    }

    [Fact]
    public async Task Live_FailsWhereTheAccountLacksWhatTheEstateNames()
    {
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        estate["services"]![0]!["tables"]!.AsArray().Add("no-such-table");
        estate["sites"]![0]!["maintenance"]!["key"] = "gone.html";
        var path = Path.Combine(_folder.FullName, "lacking.json");
        await File.WriteAllTextAsync(path, estate.ToJsonString());

        var ran = await CommandLine.RunAsync("estate", "check", path, "--live", "--endpoint-url", Url);

        Assert.Equal((ExitCodes.Failed, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains(
            "  missing: $.services[0].tables[6]: ap-northeast-1 has no table no-such-table\n",
            ran.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "  missing: $.sites[0].maintenance: there is no object lightningtalk-emergency/gone.html\n",
            ran.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("Live: 2 missing, 0 different, 1 not checked.", ran.Output, StringComparison.Ordinal);
    }
}

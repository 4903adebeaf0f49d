using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Tests;

/// <summary>A check that a person starts by its event, and its report as the command line shows it.</summary>
public sealed class JobsByHandTests : IAsyncLifetime
{
    private SimulationHost _host = null!;

    public static TheoryData<string> Checks => [.. AllProcedures.Checks.Select(check => check.Name.Value)];

    private string Url => _host.Simulation.Wire!.Url;

    public async Task InitializeAsync()
    {
        _host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null) { AlwaysListen = true }
        );
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Job_IsStartedByHandAndItsReportIsShown(string name)
    {
        var check = AllProcedures.FindCheck(new ProcedureName(name))!;
        var before = await RunAsync("checks");

        var invoked = await RunAsync("invoke", $"lambdaops-{check.Function}", EventOf(name));
        // Tonight's backup plans have an hour and a half; the clock's own runs of others come sooner than that.
        await _host.Simulation.Pump.RunUntilAsync(
            () => false,
            _host.Simulation.World.Clock.Now + TimeSpan.FromMinutes(check.Schedule is Schedule.Every ? 5 : 120)
        );
        var (list, shown, json) = (
            await RunAsync("checks"),
            await RunAsync("checks", name),
            await RunAsync("checks", name, "--json")
        );

        Assert.Matches($"(?m)^{name} +has not run; ", before.Output);
        Assert.Equal((0, ""), (invoked.ExitCode, invoked.Errors));
        Assert.Equal(name, (string?)JsonNode.Parse(invoked.Output)!["check"]);
        Assert.Equal((0, 0, 0), (list.ExitCode, shown.ExitCode, json.ExitCode));
        Assert.Matches($"(?m)^{name} +(fine|not seen|warning|danger) ", list.Output);
        Assert.Contains(", by request\n", shown.Output, StringComparison.Ordinal);
        var parts = JsonNode.Parse(json.Output)![0]!["parts"]!.AsArray();
        Assert.Equal(
            check.PartsOf(_host.Simulation.Options.Estate).Select(part => part.Name).Order(StringComparer.Ordinal),
            parts.Select(part => (string)part!["part"]!).Order(StringComparer.Ordinal)
        );
        Assert.All(parts, part => Assert.NotEmpty(part!["last"]!["findings"]!.AsArray()));
    }

    private static string EventOf(string check) =>
        Path.Combine(
            Repository.Root,
            "events",
            $"job-{Regex.Replace(check, "[A-Z]", found => $"-{found.Value.ToLowerInvariant()}")}.json"
        );

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--endpoint-url", Url]);
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Lambda;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.OpenGroups;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Tests;

/// <summary>A check that a person starts by its event, and its report as the command line shows it.</summary>
public sealed class JobsByHandTests : IAsyncLifetime
{
    /// <summary>Tonight's backup plans have an hour and a half.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromHours(2);

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

        var invoked = await RunAsync("invoke", $"lambdaops-{check.Function}", EventOf(name));
        var runs = new RecordedRuns(_host.Simulation, check.Name);
        var end = await _host.Simulation.Pump.RunUntilAsync(
            runs.HasRunByRequest,
            _host.Simulation.World.Clock.Now + s_limit
        );
        var (shown, json) = (await RunAsync("checks", name), await RunAsync("checks", name, "--json"));

        Assert.Equal((0, ""), (invoked.ExitCode, invoked.Errors));
        Assert.Equal(name, (string?)JsonNode.Parse(invoked.Output)!["check"]);
        Assert.Equal(PumpEndReason.Done, end.Reason);
        Assert.Equal((0, 0), (shown.ExitCode, json.ExitCode));
        Assert.Contains(", by request\n", shown.Output, StringComparison.Ordinal);
        var parts = JsonNode.Parse(json.Output)![0]!["parts"]!.AsArray();
        Assert.Equal(
            check.PartsOf(_host.Simulation.Options.Estate).Select(part => part.Name).Order(StringComparer.Ordinal),
            parts.Select(part => (string)part!["part"]!).Order(StringComparer.Ordinal)
        );
        Assert.All(parts, part => Assert.NotEmpty(part!["last"]!["findings"]!.AsArray()));
    }

    [Fact]
    public async Task List_SaysWhatHasRunAndHowItEnded()
    {
        var runs = new RecordedRuns(_host.Simulation, OpenGroupsProcedure.ProcedureName);
        var before = await RunAsync("checks");
        await RunAsync("invoke", "lambdaops-SecurityCheck", EventOf("openGroups"));
        await _host.Simulation.Pump.RunUntilAsync(runs.HasRunByRequest, _host.Simulation.World.Clock.Now + s_limit);

        var list = await RunAsync("checks");

        Assert.Equal((0, 0), (before.ExitCode, list.ExitCode));
        Assert.Matches("(?m)^openGroups +has not run; ", before.Output);
        Assert.Matches("(?m)^openGroups +(fine|not seen|warning|danger) ", list.Output);
        Assert.Matches("(?m)^certificates +has not run; ", list.Output);
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

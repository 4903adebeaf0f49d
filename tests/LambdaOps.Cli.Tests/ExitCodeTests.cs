using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Simulator.Drills;

namespace LambdaOps.Cli.Tests;

public sealed class ExitCodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    public static TheoryData<string[], string, string> Misuses => new()
    {
        { ["dril"], "'dril'", "" },
        { ["drill", "--sed", "5"], "--sed", "" },
        { ["drill", "--seed", "many"], "'many'", "" },
        { ["drill", "no-such-drill"], "found drill 'no-such-drill'", "expected one of hung-tasks, no-healthy-target" },
        { ["drill", "hung-tasks", "--in-process", "--estate", "gone.json"], "gone.json: found no such file",
            "expected an estate" },
        { ["serve", "--in-process", "--speed", "0"], "--speed", "expected a number above 0" },
        { ["serve", "--in-process", "--drill", "no-such-drill"], "found drill 'no-such-drill'", "expected one that" },
        { ["invoke", "lambdaops-ServiceUnavailable", "gone.json"], "gone.json: found no such file",
            "expected an event" },
        { ["simulate", "--runs", "0"], "--runs: found 0", "expected a number from 1 to" },
        { ["simulate", "--faults", "fire"], "--faults: found fault 'fire'", "expected all, none or some of" },
        { ["simulate", "--outages", "one"], "--outages: found 'one'", "expected numbers parted by commas" },
        { ["simulate", "--services", "51"], "--services: found 51", "expected a number from 1 to 50" },
        { ["simulate", "--in-process"], "--in-process: found without --wire", "expected it with --wire only" },
        { ["simulate", "--wire", "--faults", "none"], "--faults: found with --wire", "expected it without" },
        { ["simulate", "--json", "gone/a.json"], "--json: found no folder", "expected one to write to" },
        { ["simulate", "--json", "."], "--json: found the folder", "expected a file" },
        { ["drill", "--in-process", "--json", "gone/a.json"], "--json: found no folder", "expected one to write to" },
        { ["package"], "--out", "required" },
        { ["package", "--out", "LambdaOps.Cli.Tests.dll", "--binary", "gone"], "--out: found the file",
            "expected a folder" },
        { ["package", "--out", "gone", "--binary", "gone"], "--binary: found no", "expected what 'dotnet publish'" },
        { ["package", "--out", "gone", "--binary", "gone", "--estate", "gone.json"], "gone.json: found no such file",
            "expected an estate" },
        { ["estate", "check", "gone.json"], "gone.json: found no such file", "expected an estate" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Misuses))]
    public async Task Misuse_IsExitCode2AndSaysWhatWasFound(string[] arguments, string found, string expected)
    {
        var ran = await CommandLine.RunAsync(arguments);

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains(found, ran.Errors + ran.Output, StringComparison.Ordinal);
        Assert.Contains(expected, ran.Errors + ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnAPortInUseSaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await Misuse_IsExitCode2AndSaysWhatWasFound(
            ["serve", "--in-process", "--port", port], $"--port: found {port} in use", "expected a free port");
    }

    [Fact]
    public async Task EstateCheck_OfTheCheckoutsEstatePasses()
    {
        var ran = await CommandLine.RunAsync("estate", "check");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains(
            "valid. Estate lightningtalk-prod in ap-northeast-1: 2 services, 1 sites", ran.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "api-service: serviceUnavailable observe, latency observe, totalOutage observe", ran.Output,
            StringComparison.Ordinal);
        Assert.Contains("websocket-service: no remedies", ran.Output, StringComparison.Ordinal);
        Assert.Contains("public-site: maintenancePage observe", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EstateCheck_NamesDependenciesAndWhoNeedsThem()
    {
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        estate["dependencies"] = JsonNode.Parse(
            """[{ "id": "orders-db", "targets": ["api-service", "websocket-service"] }]""");
        var path = Path.Combine(_folder.FullName, "shared.json");
        await File.WriteAllTextAsync(path, estate.ToJsonString());

        var ran = await CommandLine.RunAsync("estate", "check", path);

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains("alarm rules, 1 dependencies.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  orders-db: needed by api-service, websocket-service", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EstateCheck_NamesEveryErrorWithItsPlace()
    {
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        estate["region"] = "Tokyo";
        estate["services"]![0]!["capacity"]!["floor"] = -1;
        var path = Path.Combine(_folder.FullName, "bad.json");
        await File.WriteAllTextAsync(path, estate.ToJsonString());

        var ran = await CommandLine.RunAsync("estate", "check", path);

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains($"{path} is not a valid estate, 2 error(s)", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("$.region: found", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("$.services[0].capacity.floor: found -1", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DrillList_NamesThemAll()
    {
        var ran = await CommandLine.RunAsync("drill", "--list");

        Assert.Equal(0, ran.ExitCode);
        Assert.All(AllDrills.All, drill =>
            Assert.Contains(drill.Name, ran.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drill_WritesItsResultsAsDocumented()
    {
        var path = Path.Combine(_folder.FullName, "results.json");

        var ran = await CommandLine.RunAsync(
            "drill", "hung-tasks", "no-capacity", "--in-process", "--seed", "42", "--json", path);

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Errors);
        Assert.Contains("seed 42", ran.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 drills passed (functions not compiled)", ran.Output, StringComparison.Ordinal);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsArray();
        Assert.Equal(["hung-tasks", "no-capacity"], results.Select(one => (string?)one!["name"]));
        Assert.All(results, one => Assert.Equal(
            [
                "name", "seed", "verdict", "why", "faultAt", "detectedAt", "firstActionAt", "recoveredAt", "actions",
                "denials", "compiled",
            ],
            one!.AsObject().Select(member => member.Key)));
        var (healed, handedOver) = (results[0]!, results[1]!);
        Assert.Equal(("pass", null, 42UL, false),
            ((string?)healed["verdict"], (string?)healed["why"], (ulong)healed["seed"]!, (bool)healed["compiled"]!));
        Assert.Equal(["at", "action", "because"], Assert.Single(healed["actions"]!.AsArray())!.AsObject().Select(one =>
            one.Key));
        Assert.Equal("force a new deployment of api-service", (string?)healed["actions"]![0]!["action"]);
        Assert.Matches(@"^2026-01-15T03:\d\d:\d\dZ$", (string)healed["recoveredAt"]!);
        Assert.Empty(handedOver["actions"]!.AsArray());
        Assert.Null(handedOver["firstActionAt"]);
        Assert.Null(handedOver["recoveredAt"]);
    }

    [Fact]
    public async Task Invoke_PrintsTheAnswer()
    {
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: false, Build: null, Port: null) { AlwaysListen = true });
        var payload = Path.Combine(Repository.Root, "events", "operator-observe.json");

        var ran = await CommandLine.RunAsync(
            "invoke", "lambdaops-ServiceUnavailable", payload, "--endpoint-url", host.Simulation.Wire!.Url);
        var failed = await CommandLine.RunAsync("invoke", "gone", payload, "--endpoint-url", host.Simulation.Wire!.Url);

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        var answer = Assert.Single(JsonNode.Parse(ran.Output)!.AsArray())!;
        Assert.Equal(("Waiting", "api-service"), ((string?)answer["outcome"], (string?)answer["target"]));
        Assert.NotEmpty((string?)answer["because"] ?? "");
        Assert.Equal(ExitCodes.Failed, failed.ExitCode);
        Assert.Contains("404", failed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_OfAnEndpointThatIsNotThereFailsWithOneLine()
    {
        var payload = Path.Combine(Repository.Root, "events", "operator-observe.json");

        var ran = await CommandLine.RunAsync("invoke", "any", payload, "--endpoint-url", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.StartsWith("lambdaops: http://127.0.0.1:1/: ", ran.Errors, StringComparison.Ordinal);
        Assert.Single(ran.Errors.TrimEnd().Split('\n'));
    }
}

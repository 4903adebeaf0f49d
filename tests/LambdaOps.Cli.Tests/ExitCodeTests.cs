using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Tests;

public sealed class ExitCodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    /// <summary>Of values alone, BadValueTests has them all.</summary>
    public static TheoryData<string[], string, string> Misuses =>
        new()
        {
            { ["dril"], "found 'dril'", "expected one of drill, simulate, nights, backtest" },
            {
                ["drill", "hung-tasks", "total-outage", "--html", "a.html"],
                "--html: found 2 drills",
                "the name of one"
            },
            { ["drill", "--seed", "many"], "--seed: found 'many'", "expected a whole number" },
            { ["drill", "--in-process", "--jit"], "--jit: found with --in-process", "expected one of them" },
            { ["simulate", "--in-process"], "--in-process: found without --wire", "expected it with --wire only" },
            { ["simulate", "--jit"], "--jit: found without --wire", "expected it with --wire only" },
            { ["simulate", "--wire", "--faults", "none"], "--faults: found with --wire", "expected it without" },
            {
                ["estate", "check", "--region", "eu-west-1"],
                "--endpoint-url, --region: found without --live",
                "expected them with it only"
            },
            {
                ["estate", "check", "--live", "--endpoint-url", "http://127.0.0.1:1"],
                "http://127.0.0.1:1/: nothing answers there",
                "expected a running 'lambdaops serve'"
            },
            { ["estate", "init", "--out", "."], "--out: found the folder", "expected a file" },
            { ["package", "--out", "/proc/no"], "--out: found '/proc/no'", "expected a folder to write to" },
            { ["estate", "init", "--out", "gone/a.json"], "--out: found no folder", "expected one to write to" },
            {
                [
                    "estate",
                    "init",
                    "--out",
                    "new.json",
                    "--region",
                    "eu-west-9",
                    "--endpoint-url",
                    "http://127.0.0.1:1",
                ],
                "--region: found eu-west-9",
                "expected an AWS region"
            },
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
            ["serve", "--in-process", "--port", port],
            $"--port: found {port} in use",
            "expected a free port"
        );
    }

    [Fact]
    public async Task EstateCheck_OfTheCheckoutsEstatePasses()
    {
        var ran = await CommandLine.RunAsync("estate", "check");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains(
            "valid. Estate lightningtalk-prod in ap-northeast-1: 2 services, 1 sites",
            ran.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "api-service: serviceUnavailable observe, latency observe, totalOutage observe",
            ran.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("websocket-service: no remedies", ran.Output, StringComparison.Ordinal);
        Assert.Contains("public-site: maintenancePage observe", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EstateCheck_NamesDependenciesAndWhoNeedsThem()
    {
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        estate["dependencies"] = JsonNode.Parse(
            """[{ "id": "orders-db", "targets": ["api-service", "websocket-service"] }]"""
        );
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
        Assert.All(AllDrills.All, drill => Assert.Contains(drill.Name, ran.Output, StringComparison.Ordinal));
        Assert.DoesNotMatch("(?m) $", ran.Output);
    }

    [Fact]
    public async Task Drill_WritesItsResultsAsDocumented()
    {
        var path = Path.Combine(_folder.FullName, "results.json");

        var ran = await CommandLine.RunAsync(
            "drill",
            "hung-tasks",
            "no-capacity",
            "--in-process",
            "--seed",
            "42",
            "--json",
            path
        );

        Assert.True(ran.ExitCode == 0, ran.Output + ran.Errors);
        Assert.Contains("seed 42", ran.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 drills passed (functions not compiled)", ran.Output, StringComparison.Ordinal);
        var results = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsArray();
        Assert.Equal(["hung-tasks", "no-capacity"], results.Select(one => (string?)one!["name"]));
        Assert.All(
            results,
            one =>
                Assert.Equal(
                    [
                        "name",
                        "seed",
                        "verdict",
                        "why",
                        "faultAt",
                        "detectedAt",
                        "firstActionAt",
                        "recoveredAt",
                        "actions",
                        "denials",
                        "compiled",
                    ],
                    one!.AsObject().Select(member => member.Key)
                )
        );
        var (healed, handedOver) = (results[0]!, results[1]!);
        Assert.Equal(
            ("pass", null, 42UL, false),
            ((string?)healed["verdict"], (string?)healed["why"], (ulong)healed["seed"]!, (bool)healed["compiled"]!)
        );
        Assert.Equal(
            ["at", "action", "because"],
            Assert.Single(healed["actions"]!.AsArray())!.AsObject().Select(one => one.Key)
        );
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
            new HostOptions(1, Repository.Estate, Act: false, Build: null, Port: null) { AlwaysListen = true }
        );
        var payload = Path.Combine(Repository.Root, "events", "operator-observe.json");

        var ran = await CommandLine.RunAsync(
            "invoke",
            "lambdaops-ServiceUnavailable",
            payload,
            "--endpoint-url",
            host.Simulation.Wire!.Url
        );
        var failed = await CommandLine.RunAsync("invoke", "gone", payload, "--endpoint-url", host.Simulation.Wire!.Url);

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        var answer = Assert.Single(JsonNode.Parse(ran.Output)!.AsArray())!;
        Assert.Equal(("Waiting", "api-service"), ((string?)answer["outcome"], (string?)answer["target"]));
        Assert.NotEmpty((string?)answer["because"] ?? "");
        Assert.Equal((ExitCodes.Usage, ""), (failed.ExitCode, failed.Output));
        Assert.StartsWith("lambdaops: found no function gone in ", failed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_OfAnEndpointThatIsNotThereFailsWithOneLine()
    {
        var payload = Path.Combine(Repository.Root, "events", "operator-observe.json");

        var ran = await CommandLine.RunAsync("invoke", "any", payload, "--endpoint-url", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.StartsWith("lambdaops: http://127.0.0.1:1/: ", ran.Errors, StringComparison.Ordinal);
        Assert.Single(ran.Errors.TrimEnd().Split('\n'));
    }

    /// <summary>What a person can set or correct is one sentence that says it.</summary>
    [Theory]
    [InlineData(null, null, "found no region, expected --region, AWS_REGION, AWS_DEFAULT_REGION or a profile")]
    [InlineData("AWS_REGION", "eu-central-1", "found no AWS credentials, expected AWS_PROFILE")]
    [InlineData("AWS_DEFAULT_REGION", "eu-central-1", "found no AWS credentials, expected AWS_PROFILE")]
    public async Task Invoke_WithoutRegionOrCredentialsSaysWhatToSet(string? variable, string? value, string expected)
    {
        var payload = Path.Combine(Repository.Root, "events", "operator-observe.json");
        var environment = new Dictionary<string, string?>
        {
            ["AWS_REGION"] = null,
            ["AWS_DEFAULT_REGION"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_SESSION_TOKEN"] = null,
            ["HOME"] = _folder.FullName,
            ["AWS_CONFIG_FILE"] = Path.Combine(_folder.FullName, "none"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder.FullName, "none"),
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        if (variable is not null)
        {
            environment[variable] = value;
        }

        var ran = await CommandLine.RunAsync(environment, "invoke", "any", payload);

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.StartsWith($"lambdaops: {expected}", ran.Errors, StringComparison.Ordinal);
        Assert.Single(ran.Errors.TrimEnd().Split('\n'));
    }

    /// <summary>A script has to know that nothing was done, and why.</summary>
    [Theory]
    [InlineData("Operator", "operator-approve.json", "YOUR NAME", ExitCodes.Usage, "used: operator.by: found the")]
    [InlineData("Operator", "operator-approve.json", "Sato", ExitCodes.NotDone, "")]
    [InlineData(
        "Latency",
        "operator-approve.json",
        "Sato",
        ExitCodes.Usage,
        "expected it at the function lambdaops-Op"
    )]
    [InlineData("ServiceUnavailable", "sns-unknown-alarm.json", "", ExitCodes.Unknown, "")]
    [InlineData("ServiceUnavailable", "sns-metric-ok.json", "", ExitCodes.Passed, "")]
    public async Task Invoke_SaysByItsCodeWhatBecameOfIt(
        string function,
        string file,
        string by,
        int code,
        string error
    )
    {
        await using var host = await ServeAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "events", file));
        var path = Path.Combine(_folder.FullName, "event.json");
        await File.WriteAllTextAsync(
            path,
            by.Length == 0 ? text : text.Replace("YOUR NAME", by, StringComparison.Ordinal)
        );

        var ran = await CommandLine.RunAsync(
            "invoke",
            $"lambdaops-{function}",
            path,
            "--endpoint-url",
            host.Simulation.Wire!.Url
        );

        Assert.True(code == ran.ExitCode, $"{ran.ExitCode}: {ran.Output}{ran.Errors}");
        Assert.Contains(error, ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Errors + ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAndResume_SetTheSwitchAndTellPeople()
    {
        await using var host = await ServeAsync();
        var url = host.Simulation.Wire!.Url;
        var observe = Path.Combine(Repository.Root, "events", "operator-page-up.json");

        var stopped = await CommandLine.RunAsync(
            "stop",
            "--because",
            "planned work",
            "--by",
            "Sato",
            "--until",
            "23:59",
            "--endpoint-url",
            url
        );
        var denied = await CommandLine.RunAsync("invoke", "lambdaops-MaintenancePage", observe, "--endpoint-url", url);
        var resumed = await CommandLine.RunAsync("resume", "--because", "done", "--by", "Sato", "--endpoint-url", url);
        var unsaid = await CommandLine.RunAsync("stop", "--endpoint-url", url);
        var unsigned = await CommandLine.RunAsync("stop", "--because", "WHY", "--by", "Sato", "--endpoint-url", url);

        Assert.Equal((0, ""), (stopped.ExitCode, stopped.Errors));
        Assert.Contains("is at 'off until 2026-01-15 23:59 ", stopped.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotDone, denied.ExitCode);
        Assert.Matches(
            @"\(set by Sato: planned work \[name as claimed, request [^\]]+\], until 2026-01-15 14:59 UTC\)",
            denied.Output
        );
        Assert.Contains("before: 'off until", resumed.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Usage, ExitCodes.Usage), (unsaid.ExitCode, unsigned.ExitCode));
        var notices = host
            .Simulation.World.Calls.Where(call =>
                call.Operation == "Publish" && call.Input.Contains("NoticeTopic", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(2, notices.Count);
        Assert.Contains("By Sato: planned work", notices[0].Input, StringComparison.Ordinal);
    }

    private static Task<SimulationHost> ServeAsync() =>
        SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null) { AlwaysListen = true }
        );
}

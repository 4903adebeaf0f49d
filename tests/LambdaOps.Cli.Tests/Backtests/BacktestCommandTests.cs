using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaOps.Cli.Tests.Backtests;

/// <summary>The command as people start it, on a week of CPU in which one afternoon was bad.</summary>
public sealed class BacktestCommandTests : IDisposable
{
    private const string Alarm = "value > 85 for 2 of 3 x 300s";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("backtest-");

    public BacktestCommandTests()
    {
        var random = new Random(20260115);
        var start = new DateTime(2026, 1, 12, 0, 0, 0, DateTimeKind.Utc);
        File.WriteAllLines(
            At("cpu.csv"),
            [
                "timestamp,value",
                .. Enumerable
                    .Range(0, 7 * 288)
                    .Select(at =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{start.AddMinutes(5 * at):yyyy-MM-dd HH:mm:ss},{(at is >= 700 and < 730 or 1500 or 1501 ? 95 : 30 + (10 * random.NextDouble())):0.000}"
                        )
                    ),
            ]
        );
        File.WriteAllText(
            At("marked.json"),
            """{"cpu.csv": [["2026-01-14 10:00:00", "2026-01-14 14:00:00"], ["2026-01-16 00:00:00", "2026-01-16 01:00:00"]]}"""
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Backtest_ShowsIncidentsAndWhatPeopleMarked()
    {
        var ran = await RunAsync(
            "--metrics",
            At("cpu.csv"),
            "--alarm",
            Alarm,
            "--remedy",
            "serviceUnavailable",
            "--marked",
            At("marked.json"),
            "--json",
            At("out.json"),
            "--html",
            At("out.html")
        );

        Assert.True(ran.ExitCode == ExitCodes.Passed, ran.Errors);
        Assert.Contains("1 of 2 marked windows found, 1 missed; 1 false alarm", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Output + ran.Errors);
        var series = JsonNode.Parse(await File.ReadAllTextAsync(At("out.json")))!["series"]![0]!;
        Assert.Equal(
            (1, 1, 1),
            (
                (int)series["marked"]!["found"]!,
                (int)series["marked"]!["missed"]!,
                (int)series["marked"]!["falseAlarms"]!
            )
        );
        Assert.Equal(
            ["2026-01-14T10:30:00Z", "2026-01-17T05:10:00Z"],
            series["incidents"]!.AsArray().Select(one => (string?)one!["from"])
        );
        Assert.Equal(1, (int)series["incidentsByDay"]!["2026-01-17"]!);
        Assert.Equal("Escalate", (string?)series["incidents"]![0]!["decisions"]!.AsArray()[^1]!["decision"]);
        var page = await File.ReadAllTextAsync(At("out.html"));
        Assert.Contains("in ALARM", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Backtest_OfSeveralFiles_CountsEach()
    {
        File.Copy(At("cpu.csv"), At("other.csv"));

        var ran = await RunAsync(
            "--metrics",
            At("cpu.csv"),
            At("other.csv"),
            "--alarm",
            Alarm,
            "--missing",
            "breaching"
        );

        Assert.True(ran.ExitCode == ExitCodes.Passed, ran.Errors);
        Assert.Contains("4 incidents in 14 days of 2 series", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--alarm \"cpu > 85\"", "found no column \"cpu\", expected one of value")]
    [InlineData("--alarm \"value > 85\" --remedy zoneShift --target gone", "--target: found 'gone', expected one of ")]
    [InlineData("--alarm \"value > 85\" --target api-service", "--target: found 'api-service' without --remedy")]
    public async Task Backtest_SaysWhatIsWrong(string line, string message)
    {
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        string[] words = [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line)];

        var code = await Program.RunAsync(["backtest", "--metrics", At("cpu.csv"), .. words], errors, default);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_EndsIt()
    {
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var code = await Program.RunAsync(
            ["backtest", "--metrics", At("cpu.csv"), "--alarm", Alarm],
            errors,
            stopped.Token
        );

        Assert.Equal((ExitCodes.Failed, "lambdaops: stopped"), (code, errors.ToString().Trim()));
    }

    [Theory]
    [InlineData("backtest")]
    [InlineData("stop")]
    public async Task Help_IsShown_WhateverIsRequired(string command)
    {
        var ran = await CommandLine.RunAsync(command, "--help");

        Assert.Equal((ExitCodes.Passed, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains("REQUIRED", ran.Output, StringComparison.Ordinal);
    }

    private static Task<CommandLine> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(["backtest", .. arguments]);

    private string At(string name) => Path.Combine(_folder.FullName, name);
}

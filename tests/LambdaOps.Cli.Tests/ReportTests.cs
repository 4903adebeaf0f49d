using System.Net;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Engine;

namespace LambdaOps.Cli.Tests;

/// <summary>An incident's report from a journal, as a person asks for it on the command line.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private SimulationHost _host = null!;

    private IReadOnlyList<Incident> Incidents
    {
        get
        {
            lock (_host.Simulation.World.Gate)
            {
                return _host.Incidents();
            }
        }
    }

    public async Task InitializeAsync() =>
        _host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null) { AlwaysListen = true }
        );

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Report_IsFoundByNumberByIdAndAsTheLast()
    {
        await OpenAsync("ServiceUnavailable", "operator-observe.json");
        await OpenAsync("MaintenancePage", "operator-page-status.json");
        var (first, last) = (Incidents[0], Incidents.MaxBy(one => one.OpenedAt)!);
        Assert.Equal(2, Incidents.Count);

        var byId = await RunAsync("report", first.Id.Value);
        var byNumber = await RunAsync("report", $"{first.Number}");
        var newest = await RunAsync("report", "--last", "--culture", "ja");

        Assert.Equal((0, ""), (byId.ExitCode, byId.Errors));
        Assert.StartsWith($"## Incident report {first.Number}\n", byId.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutTime(byId.Output), WithoutTime(byNumber.Output));
        Assert.StartsWith($"## インシデント報告 {last.Number}\n", newest.Output, StringComparison.Ordinal);
        var place = Notices.Of(DrillEstate.Read(Repository.Estate).Estate, account: null).Place;
        Assert.Null(ReportForm.Missing(byId.Output, first, place));
        Assert.Null(ReportForm.Missing(newest.Output, last, place));
    }

    /// <summary>The request is answered and its incident over; whoever knows the cause writes it down now.</summary>
    [Fact]
    public async Task Note_OnWhatHasEndedStandsInItsPartOfTheReport()
    {
        await OpenAsync("MaintenancePage", "operator-page-status.json");
        var id = Assert.Single(Incidents).Id.Value;
        Assert.NotNull(Incidents[0].EndedAt);

        var noted = await RunAsync("incidents", "note", id, "a full disk", "--as", "Sato", "--about", "cause");
        var report = await RunAsync("report", id);

        Assert.Equal((0, ""), (noted.ExitCode, noted.Errors));
        Assert.Contains("\n- By people: Sato: a full disk", report.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--about cause", report.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", "found neither or both, expected an incident, --last, --day, --week or --month")]
    [InlineData("report --last 20260115-api-service-000000", "found neither or both")]
    [InlineData("report --last", "found no incident in lambdaops-Journal")]
    [InlineData("report nonsense", "incident: found 'nonsense', expected a number such as #20260115-001 or an id")]
    [InlineData("report #20260115-001", "incident: found no number #20260115-001 in lambdaops-Journal")]
    [InlineData("report 20260115-api-service-000000", "incident: found no incident 20260115-api-service-000000 in")]
    [InlineData("report --last --day 2026-01-14", "found an incident beside --day, expected one of them")]
    [InlineData("report --week 2026-01-11 --month 2025-12", "found --week and --month, expected one")]
    [InlineData("report --month 2026-13", "--month: found '2026-13', expected a month such as 2026-11")]
    [InlineData(
        "report --week 2026-01-15",
        "--week: found 2026-01-15, expected one that is over: the account's time is"
    )]
    [InlineData("report --day 2026-01-15", "--day: found 2026-01-15, expected one that is over: the account's time is")]
    [InlineData("report --last --culture fr", "--culture: found 'fr', expected one of en, ja")]
    public async Task WhatIsNotThere_IsOneSentence(string line, string expected)
    {
        var ran = await RunAsync(line.Split(' '));

        Assert.Equal((ExitCodes.Usage, ""), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"lambdaops: {expected}", ran.Errors, StringComparison.Ordinal);
        Assert.Single(ran.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Incident_IsWrittenAsOnePage()
    {
        await OpenAsync("MaintenancePage", "operator-page-status.json");
        var page = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            var written = await RunAsync("report", "--last", "--html", page, "--culture", "ja");
            var text = await File.ReadAllTextAsync(page);

            Assert.Equal((0, "", $"written: {page}\n"), (written.ExitCode, written.Errors, written.Output));
            Assert.Contains($"<h1>インシデント報告 {Incidents[0].Number}</h1>", text, StringComparison.Ordinal);
            Assert.All(
                Incidents[0].Lines,
                line => Assert.Contains(WebUtility.HtmlEncode(line.Text)[..20], text, StringComparison.Ordinal)
            );
        }
        finally
        {
            File.Delete(page);
        }
    }

    /// <summary>The account remembers little of the day before: what it does not know is missing, and nothing is zero.</summary>
    [Fact]
    public async Task Day_IsReportedInBothLanguagesAndForms()
    {
        var page = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        var table = _host.Simulation.DynamoDb.Table(_host.Simulation.Stack.Tables[0].Name);
        try
        {
            var before = table.Version;
            var printed = await RunAsync("report", "--day", "2026-01-14");
            var written = await RunAsync("report", "--day", "2026-01-14", "--culture", "ja", "--html", page);

            Assert.Equal((0, ""), (printed.ExitCode, printed.Errors));
            Assert.StartsWith("# Daily report\n", printed.Output, StringComparison.Ordinal);
            Assert.Contains("- [x] Check the previous day's alerts", printed.Output, StringComparison.Ordinal);
            Assert.Contains("missing", printed.Output, StringComparison.Ordinal);
            Assert.Equal((0, ""), (written.ExitCode, written.Errors));
            Assert.Equal($"written: {page}\n", written.Output);
            Assert.Contains("<h1>日次レポート</h1>", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
            Assert.Equal(before, table.Version);
        }
        finally
        {
            File.Delete(page);
        }
    }

    /// <summary>Read-only, as the function makes it, and with what a person ticked a moment ago.</summary>
    [Fact]
    public async Task WeekAndMonth_AreReportedWithWhatPeopleTicked()
    {
        var table = _host.Simulation.DynamoDb.Table(_host.Simulation.Stack.Tables[0].Name);
        var ticked = await RunAsync("tick", "weekly.shared", "--by", "Sato", "--because", "told in the meeting");
        var before = table.Version;
        var week = await RunAsync("report", "--week", "2026-01-08");
        var month = await RunAsync("report", "--month", "2025-12", "--culture", "ja");
        var refused = await RunAsync("tick", "weekly.other", "--by", "Sato", "--because", "told");

        Assert.Equal((0, ""), (ticked.ExitCode, ticked.Errors));
        Assert.Equal((0, ""), (week.ExitCode, week.Errors));
        Assert.StartsWith("# Weekly report\n", week.Output, StringComparison.Ordinal);
        Assert.Contains("2026-01-05 - 2026-01-11", week.Output, StringComparison.Ordinal);
        Assert.Contains("- [x] Share within the team", week.Output, StringComparison.Ordinal);
        Assert.Contains("told in the meeting", week.Output, StringComparison.Ordinal);
        Assert.Contains("lambdaops tick weekly.documents", week.Output, StringComparison.Ordinal);
        Assert.StartsWith("# 月次レポート\n", month.Output, StringComparison.Ordinal);
        Assert.Contains("2025-12-01 - 2025-12-31", month.Output, StringComparison.Ordinal);
        Assert.Equal(before, table.Version);
        Assert.StartsWith(
            "lambdaops: line: found \"weekly.other\", expected one of weekly.cost, weekly.documents,",
            refused.Errors,
            StringComparison.Ordinal
        );
    }

    /// <summary>Its second line says when it was written.</summary>
    private static string WithoutTime(string report) => string.Join('\n', report.Split('\n').Skip(3));

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--endpoint-url", _host.Simulation.Wire!.Url]);

    private async Task OpenAsync(string function, string file)
    {
        var ran = await RunAsync("invoke", $"lambdaops-{function}", Path.Combine(Repository.Root, "events", file));
        Assert.True(ran.ExitCode is ExitCodes.Passed or ExitCodes.NotDone, ran.Output + ran.Errors);
        await _host.Simulation.CatchUpAsync();
    }
}
